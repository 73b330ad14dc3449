public import MartletAPI

/// A vector store of OpenAI's API as the platform keeps it. Its vectors are in a hidden index of the same identifier; see
/// ``VectorDatabase``.
public struct StoredVectorStore: Hashable, Sendable {
    /// Its identifier.
    public var id: VectorStoreID
    /// Whose it is.
    public var owner: AccountID
    /// When it was made, in seconds since 1970.
    public var createdAt: Int
    /// Its name; empty for none.
    public var name: String
    /// What it is for.
    public var description: String?
    /// The client's own notes.
    public var metadata: JSONObject
    /// How many days after its last use it expires; nil for never.
    public var expiresAfterDays: Int?
    /// When it was last used, in seconds since 1970.
    public var lastActiveAt: Int
    /// Whether its time was over when the platform looked: its vectors are gone.
    public var isExpired: Bool

    /// Creates a vector store.
    public init(
        id: VectorStoreID, owner: AccountID, createdAt: Int, name: String = "", description: String? = nil,
        metadata: JSONObject = [:], expiresAfterDays: Int? = nil
    ) {
        self.id = id
        self.owner = owner
        self.createdAt = createdAt
        self.name = name
        self.description = description
        self.metadata = metadata
        self.expiresAfterDays = expiresAfterDays
        lastActiveAt = createdAt
        isExpired = false
    }

    /// When it expires, in seconds since 1970; nil for never.
    public var expiresAt: Int? { expiresAfterDays.map { lastActiveAt + $0 * 86_400 } }

    /// Whether its time is over.
    public func isExpired(at now: Int) -> Bool { isExpired || expiresAt.map { $0 <= now } ?? false }

    /// The hidden index with its vectors.
    public var indexID: VectorIndexID { VectorIndexID(rawValue: id.rawValue) }
}
