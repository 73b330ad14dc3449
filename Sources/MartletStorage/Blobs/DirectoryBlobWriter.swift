import MartletServer
import NIOCore
import Synchronization

/// Writes one blob to its file.
final class DirectoryBlobWriter: BlobWriter {
    private let file: BlobFile
    private let pieceBytes: Int
    /// Where the next bytes go.
    private let end = Mutex(0)

    init(file: BlobFile, pieceBytes: Int) {
        self.file = file
        self.pieceBytes = pieceBytes
    }

    func write(_ bytes: ByteBuffer) async throws {
        let file = file
        var bytes = bytes
        while let piece = bytes.readSlice(length: min(pieceBytes, bytes.readableBytes)), piece.readableBytes > 0 {
            let offset = end.withLock { end in
                defer { end += piece.readableBytes }
                return end
            }
            try await BlockingWork.run {
                try piece.withUnsafeReadableBytes { try file.write($0, at: offset) }
            }
        }
    }
}
