public import MartletAPI

/// Files that were attached to a vector store at once, as the platform keeps them.
public struct StoredVectorStoreFileBatch: Hashable, Sendable {
    /// Its identifier.
    public var id: VectorStoreFileBatchID
    /// The vector store.
    public var storeID: VectorStoreID
    /// When it was made, in seconds since 1970.
    public var createdAt: Int
    /// Whether it was called off.
    public var isCancelled: Bool

    /// Creates a batch.
    public init(id: VectorStoreFileBatchID, storeID: VectorStoreID, createdAt: Int, isCancelled: Bool = false) {
        self.id = id
        self.storeID = storeID
        self.createdAt = createdAt
        self.isCancelled = isCancelled
    }
}
