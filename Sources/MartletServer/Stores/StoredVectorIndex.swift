public import MartletAPI

/// A vector index as the platform keeps it.
public struct StoredVectorIndex: Hashable, Sendable {
    /// What an index belongs to.
    public enum Kind: String, Hashable, Sendable {
        /// To a caller of GravixLayer's API, who sees it.
        case index
        /// To a vector store of OpenAI's API; as an index nobody sees it.
        case vectorStore = "vector_store"
    }

    /// Its identifier.
    public var id: VectorIndexID
    /// Whose it is.
    public var owner: AccountID
    /// What it belongs to.
    public var kind: Kind
    /// When it was made, in milliseconds since 1970.
    public var createdAt: Int
    /// When it was last changed, in milliseconds since 1970.
    public var updatedAt: Int
    /// Its name; no other index of the owner and kind has the same.
    public var name: String
    /// How long its vectors are.
    public var dimension: Int
    /// How closeness is measured.
    public var metric: VectorMetric
    /// Where it is said to live.
    public var cloudProvider: VectorCloudProvider
    /// The provider's region.
    public var region: String
    /// How it is served.
    public var indexType: VectorIndexType
    /// The caller's own notes.
    public var metadata: JSONObject
    /// Whether it cannot be deleted.
    public var deleteProtection: Bool

    /// Creates an index.
    public init(
        id: VectorIndexID, owner: AccountID, kind: Kind = .index, createdAt: Int, name: String, dimension: Int,
        metric: VectorMetric = .cosine, cloudProvider: VectorCloudProvider = .gravix, region: String = "local",
        indexType: VectorIndexType = .serverless, metadata: JSONObject = [:], deleteProtection: Bool = false
    ) {
        self.id = id
        self.owner = owner
        self.kind = kind
        self.createdAt = createdAt
        updatedAt = createdAt
        self.name = name
        self.dimension = dimension
        self.metric = metric
        self.cloudProvider = cloudProvider
        self.region = region
        self.indexType = indexType
        self.metadata = metadata
        self.deleteProtection = deleteProtection
    }
}
