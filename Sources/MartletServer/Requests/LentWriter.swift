import Hummingbird
import NIOCore

/// A response writer that is lent to another task while its owner waits for that task.
final class LentWriter: @unchecked Sendable {
    // Unchecked: the owner waits for the borrower to end before it uses the writer again.
    private var writer: any ResponseBodyWriter

    init(_ writer: any ResponseBodyWriter) {
        self.writer = writer
    }

    func write(_ buffer: ByteBuffer) async throws {
        try await writer.write(buffer)
    }
}
