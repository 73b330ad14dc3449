public import MartletAPI

/// Keeps what is known of vector stores and of their files. Whoever asks with another owner than a vector store's does not
/// find it.
///
/// When a call returns, what it did survives the end of the process, however that comes. The vectors are elsewhere, in a
/// ``VectorDatabase``: what is deleted here stays as work until ``finishDetaching(_:)`` and ``finishDeleting(_:)`` say
/// that its vectors are gone too.
public protocol VectorStoreCatalog: Sendable {
    // MARK: Vector stores

    /// Adds a vector store with its first files: all of it or nothing.
    func insert(_ store: StoredVectorStore, files: [StoredVectorStoreFile]) async throws

    /// The vector store; nil when there is none.
    func vectorStore(_ id: VectorStoreID, of owner: AccountID) async throws -> StoredVectorStore?

    /// A page of an owner's vector stores.
    ///
    /// - Throws: ``PlatformError`` with 400 when the cursor names none of them.
    func vectorStores(of owner: AccountID, _ page: PageQuery) async throws -> StorePage<StoredVectorStore>

    /// Changes a vector store, with nobody else's change in between.
    ///
    /// - Returns: The vector store as it is now; nil when there is none.
    func updateVectorStore(
        _ id: VectorStoreID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredVectorStore) throws -> Void
    ) async throws -> StoredVectorStore?

    /// Deletes a vector store with its files and batches. Its hidden index stays until ``finishDeleting(_:)``.
    ///
    /// - Returns: Whether there was one.
    func deleteVectorStore(_ id: VectorStoreID, of owner: AccountID) async throws -> Bool

    /// How many files of each state vector stores have, and how many bytes these take. Nothing of those without files.
    func vectorStoreFileCounts(
        in stores: [VectorStoreID]
    ) async throws -> [VectorStoreID: VectorStoreFileSummary]

    // MARK: Files

    /// Attaches files, and the batch that they are, to a vector store: all of them or none. One that is attached already is
    /// attached anew, and read again.
    ///
    /// - Returns: The files as they are now, in their order; nil when there is no such vector store.
    func attach(
        _ files: [StoredVectorStoreFile], batch: StoredVectorStoreFileBatch?, to store: VectorStoreID,
        of owner: AccountID
    ) async throws -> [StoredVectorStoreFile]?

    /// The file; nil when there is none.
    func vectorStoreFile(
        _ id: FileID, in store: VectorStoreID, of owner: AccountID
    ) async throws -> StoredVectorStoreFile?

    /// A page of a vector store's files; nil when there is no such vector store.
    ///
    /// - Parameters:
    ///   - batch: Only files of this batch; nil for all.
    ///   - state: Only files in this state; nil for all.
    /// - Throws: ``PlatformError`` with 400 when the cursor names none of them.
    func vectorStoreFiles(
        in store: VectorStoreID, of owner: AccountID, batch: VectorStoreFileBatchID?,
        state: StoredVectorStoreFile.State?, _ page: PageQuery
    ) async throws -> StorePage<StoredVectorStoreFile>?

    /// Changes a file of a vector store, with nobody else's change in between.
    ///
    /// - Returns: The file as it is now; nil when there is none.
    func updateVectorStoreFile(
        _ id: FileID, in store: VectorStoreID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredVectorStoreFile) throws -> Void
    ) async throws -> StoredVectorStoreFile?

    /// Detaches a file from a vector store. Its passages stay until ``finishDetaching(_:)``.
    ///
    /// - Returns: Whether it was attached.
    func detachFile(_ id: FileID, from store: VectorStoreID, of owner: AccountID) async throws -> Bool

    /// Detaches a file from all vector stores of its owner.
    ///
    /// - Returns: From how many.
    func detachFile(_ id: FileID, of owner: AccountID) async throws -> Int

    // MARK: Batches

    /// The batch; nil when there is none.
    func fileBatch(
        _ id: VectorStoreFileBatchID, in store: VectorStoreID, of owner: AccountID
    ) async throws -> StoredVectorStoreFileBatch?

    /// How many files of each state a batch has.
    func fileCounts(of batch: VectorStoreFileBatchID) async throws -> VectorStoreFileCounts

    /// Calls a batch off: those of its files that are not read yet are cancelled.
    ///
    /// - Returns: The batch as it is now; nil when there is none.
    func cancelFileBatch(
        _ id: VectorStoreFileBatchID, in store: VectorStoreID, of owner: AccountID
    ) async throws -> StoredVectorStoreFileBatch?

    // MARK: Work

    /// Files that are to be read or have passages to be deleted, the oldest first; none of vector stores that are deleted
    /// or expired.
    ///
    /// - Parameter limit: How many at most.
    func vectorStoreWork(limit: Int) async throws -> [StoredVectorStoreFile]

    /// Changes a file if nothing else has happened to it since ``StoredVectorStoreFile/revision``. The revision stays.
    ///
    /// - Returns: The file as it is now; nil when something has.
    func advance(
        _ file: StoredVectorStoreFile, _ change: @escaping @Sendable (inout StoredVectorStoreFile) -> Void
    ) async throws -> StoredVectorStoreFile?

    /// Forgets a file that is detached, if it still is. Its passages are deleted.
    func finishDetaching(_ file: StoredVectorStoreFile) async throws

    /// The vector stores that are deleted and those whose time is over but whose vectors are still there.
    ///
    /// - Parameter now: In seconds since 1970.
    func vectorStoreRemovals(now: Int) async throws -> [VectorStoreRemoval]

    /// Forgets a vector store that is deleted, or marks one whose time is over as expired, with no passages. Its hidden
    /// index is deleted.
    func finishDeleting(_ removal: VectorStoreRemoval) async throws

    /// The files that are attached to anything, with their owners.
    func attachedFiles() async throws -> [AttachedFile]
}

/// What the files of a vector store come to.
public struct VectorStoreFileSummary: Hashable, Sendable {
    /// How many there are.
    public var counts: VectorStoreFileCounts
    /// How many bytes their passages and vectors take.
    public var usageBytes: Int

    /// Creates a summary.
    public init(counts: VectorStoreFileCounts = VectorStoreFileCounts(), usageBytes: Int = 0) {
        self.counts = counts
        self.usageBytes = usageBytes
    }
}

/// A vector store whose hidden index is to be deleted.
public struct VectorStoreRemoval: Hashable, Sendable {
    /// The vector store.
    public var id: VectorStoreID
    /// Whose it is.
    public var owner: AccountID
    /// Whether it was deleted; else its time is over.
    public var isDeleted: Bool

    /// Creates a value.
    public init(id: VectorStoreID, owner: AccountID, isDeleted: Bool) {
        self.id = id
        self.owner = owner
        self.isDeleted = isDeleted
    }
}

/// A file that is attached to a vector store.
public struct AttachedFile: Hashable, Sendable {
    /// The file.
    public var id: FileID
    /// Whose it is.
    public var owner: AccountID

    /// Creates a value.
    public init(id: FileID, owner: AccountID) {
        self.id = id
        self.owner = owner
    }
}
