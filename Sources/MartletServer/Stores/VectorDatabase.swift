public import MartletAPI

/// Keeps vector indexes and searches them. Whoever asks with another owner than an index's does not find it.
///
/// When a call returns, what it did survives the end of the process, however that comes, and a search sees it.
public protocol VectorDatabase: Sendable {
    // MARK: Indexes

    /// Adds an index.
    ///
    /// - Throws: ``PlatformError`` with 409 when the owner has one of its kind with its name.
    func insert(_ index: StoredVectorIndex) async throws

    /// The index; nil when there is none.
    func vectorIndex(_ id: VectorIndexID, of owner: AccountID) async throws -> StoredVectorIndex?

    /// A part of an owner's indexes of the kind ``StoredVectorIndex/Kind/index``, the oldest first, and how many there
    /// are in all.
    func vectorIndexes(
        of owner: AccountID, offset: Int, limit: Int
    ) async throws -> (items: [StoredVectorIndex], total: Int)

    /// Changes an index, with nobody else's change in between. Its dimension and metric stay.
    ///
    /// - Returns: The index as it is now; nil when there is none.
    func updateVectorIndex(
        _ id: VectorIndexID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredVectorIndex) throws -> Void
    ) async throws -> StoredVectorIndex?

    /// Deletes an index with its vectors.
    ///
    /// - Returns: Whether there was one.
    /// - Throws: ``PlatformError`` with 409 when it is protected.
    func deleteVectorIndex(_ id: VectorIndexID, of owner: AccountID) async throws -> Bool

    // MARK: Vectors

    /// Puts vectors into an index, all of them or none; those with an id that is there are replaced. Of several with the
    /// same id the last one stays.
    ///
    /// - Returns: The vectors as they are now, in their order; nil when there is no such index.
    /// - Throws: ``PlatformError`` with 400 when a vector has the wrong length, and with 507 when the index would not fit
    ///   into the memory that indexes may use.
    func upsert(
        _ vectors: [StoredVector], into index: VectorIndexID, of owner: AccountID
    ) async throws -> [StoredVector]?

    /// The vectors with these ids, in the order of the ids and without those that there are not; nil when there is no such
    /// index.
    func vectors(
        _ ids: [VectorID], in index: VectorIndexID, of owner: AccountID
    ) async throws -> [StoredVector]?

    /// Vectors in the order of their insertion; nil when there is no such index.
    ///
    /// - Parameter after: Begin behind the vector with this id; nil for the first.
    func vectors(
        in index: VectorIndexID, of owner: AccountID, after: VectorID?, limit: Int
    ) async throws -> [StoredVector]?

    /// The ids of all vectors in the order of their insertion; nil when there is no such index.
    func vectorIDs(in index: VectorIndexID, of owner: AccountID) async throws -> [VectorID]?

    /// How many vectors an index has; nil when there is no such index.
    func vectorCount(in index: VectorIndexID, of owner: AccountID) async throws -> Int?

    /// Changes a vector's metadata or protection, with nobody else's change in between.
    ///
    /// - Returns: The vector as it is now; nil when there is none.
    func updateVector(
        _ id: VectorID, in index: VectorIndexID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredVector) throws -> Void
    ) async throws -> StoredVector?

    /// Deletes vectors; those that are protected stay.
    ///
    /// - Returns: What became of each; nil when there is no such index.
    func deleteVectors(
        _ ids: [VectorID], in index: VectorIndexID, of owner: AccountID
    ) async throws -> VectorRemoval?

    // MARK: Searching

    /// The vectors that are closest to one: exactly these, the closest first, equally close ones by id.
    ///
    /// - Returns: Nil when there is no such index.
    /// - Throws: ``PlatformError`` with 400 when the query has the wrong length, and with 507 when the index does not fit
    ///   into the memory that indexes may use.
    func search(
        _ query: VectorQuery, in index: VectorIndexID, of owner: AccountID
    ) async throws -> [VectorMatch]?

    /// Lets go what was not used for a while, until the task is cancelled.
    func run() async
}
