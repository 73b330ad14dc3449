public import MartletAPI

/// What a memory is composed of, and how it behaves.
public struct MemoryConfiguration: Hashable, Sendable {
    /// The model that turns memories and questions into vectors. Default the local platform's, all-minilm-l6-v2.
    public var embeddingModel: ModelID
    /// The chat model that extracts facts from conversations. Default the local platform's, smollm2.
    public var inferenceModel: ModelID
    /// The name of the vector index, which all users share. It is made when the first memory is. Default
    /// `gravixlayer_memories`.
    public var indexName: String
    /// Where a new index is to live, in any case. GravixLayer's own platform requires it.
    public var cloudProvider: VectorCloudProvider?
    /// The provider's region. GravixLayer's own platform requires it.
    public var region: String?
    /// Whether a new index cannot be deleted until this is taken back. Default false.
    public var deleteProtection: Bool
    /// How far the chat model is trusted. Default ``MemoryExtraction/careful``.
    public var extraction = MemoryExtraction.careful
    /// Whether a search adds one to the `access_count` of what it finds. Default false: it is a write for each hit, and
    /// one that can undo another client's change of the same memory, because a platform only replaces metadata as a
    /// whole. GravixLayer's client always counts.
    public var countsAccess = false
    /// Whether times are written as local time without a zone. For an index that is shared with GravixLayer's Python
    /// client, which "cannot compare zoned with naive times". Default false: UTC.
    public var legacyTimestamps = false

    /// Creates a configuration; what is not named here is a property to set.
    public init(
        embeddingModel: ModelID = Self.localEmbeddingModel, inferenceModel: ModelID = Self.localInferenceModel,
        indexName: String = Self.defaultIndexName, cloudProvider: VectorCloudProvider? = nil, region: String? = nil,
        deleteProtection: Bool = false
    ) {
        self.embeddingModel = embeddingModel
        self.inferenceModel = inferenceModel
        self.indexName = indexName
        self.cloudProvider = cloudProvider
        self.region = region
        self.deleteProtection = deleteProtection
    }

    /// The embedding model that `scripts/setup` installs.
    public static let localEmbeddingModel: ModelID = "all-minilm-l6-v2"
    /// The chat model that `scripts/setup` installs.
    public static let localInferenceModel: ModelID = "smollm2"
    /// The name that GravixLayer's client falls back to.
    public static let defaultIndexName = "gravixlayer_memories"
}
