import Logging
import MartletAPI
import NIOCore

/// What there is to do with files, for the routes and for whatever else of the platform reads them.
///
/// The order keeps the two stores consistent, whatever ends the process: a blob is complete before its row is there, and a
/// row is gone before its blob is. What is in between is a blob that no row knows, and the next start deletes it; see
/// ``FileJanitor``.
struct FileService: Sendable {
    let files: any FileStore
    let blobs: any BlobStore
    let limits: PlatformLimits
    let clock: WallClock
    let logger: Logger

    /// Takes an upload in.
    ///
    /// - Parameters:
    ///   - boundary: What stands between the parts of the form.
    ///   - length: How long the body should be; nil when that is not known.
    /// - Throws: ``PlatformError`` with 400, 413, or 507 when the disk is full; ``ClientGone``.
    func upload<Body: AsyncSequence & Sendable>(
        _ body: Body, boundary: String, length: Int?, for owner: AccountID
    ) async throws -> StoredFile where Body.Element == ByteBuffer {
        let blob = BlobID(rawValue: Identifier.make("blob"))
        let reader = try FileUploadReader(boundary: boundary, limits: limits)
        let details = try await blobs.write(blob) { writer in
            var reader = reader
            return try await reader.read(body, length: length, into: writer)
        }
        let now = clock.now()
        let file = StoredFile(
            // GravixLayer's command line tells identifiers from names by "file-".
            id: FileID(rawValue: "file-" + Identifier.random(count: 24)), owner: owner, createdAt: now,
            filename: details.filename, purpose: details.purpose, bytes: details.bytes,
            contentType: details.contentType, expiresAt: details.lifetime.map { now + $0 }, blob: blob)
        do {
            try await files.insert(file)
        } catch {
            await delete(blob)
            throw error
        }
        return file
    }

    /// A file of an owner.
    ///
    /// - Throws: ``PlatformError`` with 404 when there is none, when it is another's, or when its time is over.
    func file(_ id: FileID, of owner: AccountID) async throws -> StoredFile {
        guard let file = try await files.file(id, of: owner), file.expiresAt.map({ $0 > clock.now() }) ?? true else {
            throw PlatformError.unknownFile(id)
        }
        return file
    }

    /// A page of an owner's files.
    ///
    /// - Throws: ``PlatformError`` with 400 when the cursor names none of them.
    func files(
        of owner: AccountID, purpose: FilePurpose?, _ page: PageQuery
    ) async throws -> StorePage<StoredFile> {
        try await files.files(of: owner, purpose: purpose, at: clock.now(), page)
    }

    /// The bytes of a file, piece by piece. The sequence is iterated once.
    ///
    /// - Throws: ``PlatformError`` with 500 when they are not where they should be.
    func pieces(
        of file: StoredFile, range: Range<Int>? = nil
    ) async throws -> any AsyncSequence<ByteBuffer, any Error> & Sendable {
        guard let pieces = try await blobs.read(file.blob, range: range ?? 0..<file.bytes) else {
            throw PlatformError.contentMissing
        }
        return pieces
    }

    /// A whole file at once.
    ///
    /// - Throws: ``PlatformError`` with 404 when there is none, 413 when it is larger than the limit, 500 when its bytes
    ///   are not where they should be.
    func contents(of id: FileID, owner: AccountID, upTo limit: Int) async throws -> ByteBuffer {
        let file = try await file(id, of: owner)
        guard let contents = try await blobs.contents(of: file.blob, upTo: limit) else {
            throw PlatformError.contentMissing
        }
        return contents
    }

    /// Deletes a file.
    ///
    /// - Returns: What there was.
    /// - Throws: ``PlatformError`` with 404 as ``file(_:of:)``.
    func delete(_ id: FileID, of owner: AccountID) async throws -> StoredFile {
        _ = try await file(id, of: owner)
        guard let file = try await files.deleteFile(id, of: owner) else { throw PlatformError.unknownFile(id) }
        await delete(file.blob)
        return file
    }

    /// Deletes the files whose time is over.
    func deleteExpired() async throws {
        for file in try await files.deleteFilesExpired(by: clock.now()) { await delete(file.blob) }
    }

    /// Deletes a blob that no row knows any more.
    private func delete(_ blob: BlobID) async {
        do {
            try await blobs.delete(blob)
        } catch {
            // The file itself is deleted; the next start tries again.
            logger.error("The content of a file cannot be deleted", metadata: ["blob": "\(blob)", "error": "\(error)"])
        }
    }
}
