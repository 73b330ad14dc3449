import HTTPTypes
public import NIOCore

/// Keeps the bytes of files.
public protocol BlobStore: Sendable {
    /// Keeps what `body` writes, once it returns; when it throws, nothing stays.
    ///
    /// When this returns, the blob survives the end of the process, however that comes.
    ///
    /// - Returns: What `body` returns.
    /// - Throws: ``PlatformError`` with 507 when there is no room; what `body` throws.
    func write<Result: Sendable>(
        _ id: BlobID, _ body: @Sendable (any BlobWriter) async throws -> Result
    ) async throws -> Result

    /// The bytes of a blob, piece by piece. The sequence is iterated once.
    ///
    /// - Parameter range: Which bytes; nil for all.
    /// - Returns: Nil when there is no such blob.
    func read(_ id: BlobID, range: Range<Int>?) async throws -> (any AsyncSequence<ByteBuffer, any Error> & Sendable)?

    /// Deletes a blob. That there is none is not an error.
    func delete(_ id: BlobID) async throws

    /// Deletes what was begun and not finished before this process, and every blob but these.
    func deleteAll(except known: Set<BlobID>) async throws
}

/// Takes the bytes of one blob.
public protocol BlobWriter: Sendable {
    /// Appends bytes. Returns when they are written, so that whoever reads them from a socket reads no faster.
    func write(_ bytes: ByteBuffer) async throws
}

extension BlobStore {
    /// The bytes of a blob as a whole; nil when there is no such blob.
    ///
    /// - Throws: ``PlatformError`` with 413 when it is larger than the limit.
    public func contents(of id: BlobID, upTo limit: Int) async throws -> ByteBuffer? {
        guard let pieces = try await read(id, range: nil) else { return nil }
        var contents = ByteBuffer()
        for try await piece in pieces {
            guard contents.readableBytes + piece.readableBytes <= limit else {
                throw PlatformError(
                    .contentTooLarge, code: "file_too_large", "The file is larger than the limit of \(limit) bytes.")
            }
            contents.writeImmutableBuffer(piece)
        }
        return contents
    }
}
