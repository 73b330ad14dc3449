import MartletWire
import NIOCore

/// Reads an upload as it comes in, and passes the file on in pieces: nothing of it is held but one piece.
struct FileUploadReader: Sendable {
    /// How many bytes of the file are gathered before they are passed on.
    static let pieceBytes = 256 << 10

    private var parser: MultipartParser
    private var form: FileForm
    private let limits: PlatformLimits

    /// - Throws: ``PlatformError`` with 400 when there can be no such boundary.
    init(boundary: String, limits: PlatformLimits) throws(PlatformError) {
        do {
            parser = try MultipartParser(boundary: boundary)
        } catch {
            throw .invalidForm(error)
        }
        form = FileForm(limits: limits)
        self.limits = limits
    }

    /// Reads a body. The socket is read no faster than the writer writes.
    ///
    /// - Parameter length: How long the body should be; nil when that is not known.
    /// - Throws: ``PlatformError`` with 400 or 413; ``ClientGone`` when the body ends too early; what the body and the
    ///   writer throw.
    mutating func read<Body: AsyncSequence>(
        _ body: Body, length: Int?, into writer: any BlobWriter
    ) async throws -> FileForm.Details where Body.Element == ByteBuffer {
        var pending = ByteBuffer()
        var received = 0
        for try await chunk in body {
            received += chunk.readableBytes
            guard received <= limits.uploadBytes else { throw PlatformError.fileTooLarge(limits) }
            parser.append(contentsOf: chunk.readableBytesView)
            try take(isAtEnd: false, into: &pending)
            if pending.readableBytes >= Self.pieceBytes {
                try await writer.write(pending)
                pending.clear()
            }
            if form.isComplete { break }
        }
        if !form.isComplete {
            // Hummingbird's bodies just end when the connection does.
            if let length, received < length { throw ClientGone() }
            try take(isAtEnd: true, into: &pending)
        }
        let details = try form.finish()
        try await writer.write(pending)
        return details
    }

    /// Takes all events that there are now.
    private mutating func take(isAtEnd: Bool, into pending: inout ByteBuffer) throws(PlatformError) {
        var event = try next(isAtEnd: isAtEnd)
        while let current = event {
            if let bytes = try form.take(current) { pending.writeBytes(bytes) }
            event = try next(isAtEnd: false)
        }
    }

    private mutating func next(isAtEnd: Bool) throws(PlatformError) -> MultipartParser.Event? {
        do throws(WireError) {
            return isAtEnd ? try parser.finish() : try parser.next()
        } catch {
            throw .invalidForm(error)
        }
    }
}
