public import MartletAPI

/// Keeps what is known of files. Whoever asks with another owner than a file's does not find it.
///
/// When a call returns, what it did survives the end of the process, however that comes.
public protocol FileStore: Sendable {
    /// Adds a file whose blob is complete.
    func insert(_ file: StoredFile) async throws

    /// The file, also when its time is over and it is not deleted yet; nil when there is none.
    func file(_ id: FileID, of owner: AccountID) async throws -> StoredFile?

    /// A page of an owner's files.
    ///
    /// - Parameters:
    ///   - purpose: Only files for this; nil for all.
    ///   - time: Without those whose time is over by then, in seconds since 1970.
    /// - Throws: ``PlatformError`` with 400 when the cursor names none of them.
    func files(
        of owner: AccountID, purpose: FilePurpose?, at time: Int, _ page: PageQuery
    ) async throws -> StorePage<StoredFile>

    /// Deletes a file; its blob is the caller's to delete then.
    ///
    /// - Returns: What there was; nil when there was none.
    func deleteFile(_ id: FileID, of owner: AccountID) async throws -> StoredFile?

    /// Deletes the files whose time is over.
    ///
    /// - Parameter time: In seconds since 1970.
    /// - Returns: What there was.
    func deleteFilesExpired(by time: Int) async throws -> [StoredFile]

    /// The blobs that files refer to.
    func fileBlobs() async throws -> Set<BlobID>
}
