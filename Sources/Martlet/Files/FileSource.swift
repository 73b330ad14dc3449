public import NIOCore

/// What is uploaded.
///
/// ```swift
/// try await client.files.upload(file: .path("data.jsonl"), purpose: .fineTune)
/// try await client.files.upload(file: .bytes(Array(text.utf8)), purpose: .userData, filename: "notes.txt")
/// ```
public struct FileSource: Sendable {
    enum Storage: Sendable {
        case path(String)
        case body(StreamedRequestBody)
    }

    let storage: Storage

    /// How much of a file is read and sent at a time: 128 KiB.
    static let pieceBytes = 128 << 10

    /// A file of this machine. It is read while it is sent, piece by piece, and from its beginning for each attempt.
    public static func path(_ path: String) -> FileSource { FileSource(storage: .path(path)) }

    /// Bytes.
    public static func bytes(_ buffer: ByteBuffer) -> FileSource {
        FileSource(
            storage: .body(
                StreamedRequestBody(length: buffer.readableBytes, use: nil) {
                    var rest = buffer
                    return {
                        rest.readableBytes > 0 ? rest.readSlice(length: Swift.min(pieceBytes, rest.readableBytes)) : nil
                    }
                }))
    }

    /// Bytes.
    public static func bytes(_ bytes: some Sequence<UInt8>) -> FileSource { .bytes(ByteBuffer(bytes: bytes)) }

    /// A sequence that can be read once: what comes from elsewhere, or is made on the way. No faster than it is sent.
    ///
    /// An attempt that fails after the first piece was taken is not repeated.
    ///
    /// - Parameter length: The number of bytes; nil when unknown. Some platforms want to know it.
    public static func pieces<Pieces: AsyncSequence & Sendable>(
        _ pieces: Pieces, length: Int? = nil
    ) -> FileSource where Pieces.Element == ByteBuffer {
        FileSource(storage: .body(StreamedRequestBody(length: length, once: pieces)))
    }

    /// A sequence that can be made anew for each attempt.
    ///
    /// - Parameter length: The number of bytes; nil when unknown. Some platforms want to know it.
    public static func pieces<Pieces: AsyncSequence & Sendable>(
        length: Int? = nil, repeating make: @escaping @Sendable () -> Pieces
    ) -> FileSource where Pieces.Element == ByteBuffer {
        FileSource(storage: .body(StreamedRequestBody(length: length, repeating: make)))
    }

    /// The name that the platform is told when the caller gives none: the path's last part, else `uploaded_file`.
    var filename: String {
        guard case .path(let path) = storage else { return "uploaded_file" }
        return FilePathText.name(of: path) ?? "uploaded_file"
    }

    /// The file's bytes, ready to be sent.
    ///
    /// GravixLayer's client: "Client size check only for path inputs: 1 byte … 200 MiB (209 715 200); missing path →
    /// BadRequestError."
    ///
    /// - Parameter limit: The most bytes that a file at a path may have.
    /// - Throws: ``MartletError/Code/invalidArgument`` when the path names no file that can be read, or a file that is
    ///   empty or too large.
    func body(limit: Int?) async throws -> StreamedRequestBody {
        let path: String
        switch storage {
        case .body(let body):
            if body.length == 0 { throw MartletError(.invalidArgument, "There is nothing to upload: it has no bytes.") }
            return body
        case .path(let text): path = text
        }
        let status: (kind: LocalFile.Kind, bytes: Int)
        do {
            status = try await LocalFile.reading(path).status()
        } catch let error as IOError {
            throw MartletError(
                .invalidArgument, "The file '\(path)' cannot be read: \(error.description).", cause: error)
        }
        guard status.kind == .regular else {
            let what = status.kind == .directory ? "a directory" : "no regular file; give its bytes as a sequence"
            throw MartletError(.invalidArgument, "'\(path)' is \(what).")
        }
        guard status.bytes > 0 else { throw MartletError(.invalidArgument, "The file '\(path)' is empty.") }
        if let limit, status.bytes > limit {
            throw MartletError(
                .invalidArgument,
                "The file '\(path)' has \(status.bytes) bytes; the platform takes \(limit) at most.")
        }
        return Self.body(of: path, bytes: status.bytes)
    }

    private static func body(of path: String, bytes: Int) -> StreamedRequestBody {
        StreamedRequestBody(length: bytes, use: nil) {
            var file: LocalFile?
            var offset = 0
            return {
                // One byte more than announced shows that the file has grown.
                let count = Swift.min(pieceBytes, bytes - offset + (offset < bytes ? 0 : 1))
                let open: LocalFile
                if let file { open = file } else { open = try await LocalFile.reading(path) }
                file = open
                let piece = try await open.read(at: offset, upTo: count)
                offset += piece.readableBytes
                return piece.readableBytes > 0 ? piece : nil
            }
        }
    }
}
