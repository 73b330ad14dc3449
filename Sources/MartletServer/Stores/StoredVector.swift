public import MartletAPI

/// A vector as the platform keeps it.
public struct StoredVector: Hashable, Sendable {
    /// Identifies it within its index.
    public var id: VectorID
    /// The vector, as long as its index says.
    public var embedding: [Float]
    /// The caller's own notes.
    public var metadata: JSONObject
    /// Whether it cannot be deleted.
    public var deleteProtection: Bool
    /// When it was made, in milliseconds since 1970. One that replaces another keeps the other's.
    public var createdAt: Int
    /// When it was last changed, in milliseconds since 1970.
    public var updatedAt: Int

    /// Creates a vector.
    public init(
        id: VectorID, embedding: [Float], metadata: JSONObject = [:], deleteProtection: Bool = false, createdAt: Int
    ) {
        self.id = id
        self.embedding = embedding
        self.metadata = metadata
        self.deleteProtection = deleteProtection
        self.createdAt = createdAt
        updatedAt = createdAt
    }
}
