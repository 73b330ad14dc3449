public import MartletAPI

extension MartletClient {
    /// What is remembered of users; see ``Memory``. Nothing is sent.
    ///
    /// On the local platform everything has a default, so that `client.memory()` works as it is.
    ///
    /// - Parameters:
    ///   - embeddingModel: The model that turns memories and questions into vectors.
    ///   - inferenceModel: The chat model that extracts facts from conversations.
    ///   - indexName: The name of the vector index.
    ///   - cloudProvider: Where a new index is to live, in any case.
    ///   - region: The provider's region.
    ///   - deleteProtection: Whether a new index cannot be deleted until this is taken back.
    /// - Throws: ``MartletError/Code/invalidConfiguration`` when something is missing that has no default: on GravixLayer's
    ///   own platform the first five.
    public func memory(
        embeddingModel: ModelID? = nil, inferenceModel: ModelID? = nil, indexName: String? = nil,
        cloudProvider: VectorCloudProvider? = nil, region: String? = nil, deleteProtection: Bool = false
    ) throws(MartletError) -> Memory {
        var configuration = MemoryConfiguration(
            embeddingModel: embeddingModel ?? MemoryConfiguration.localEmbeddingModel,
            inferenceModel: inferenceModel ?? MemoryConfiguration.localInferenceModel,
            indexName: indexName ?? MemoryConfiguration.defaultIndexName, cloudProvider: cloudProvider,
            region: region, deleteProtection: deleteProtection)
        // "the first five required, no defaults"
        if platform.quirks.hasNoMemoryDefaults {
            let missing = [
                ("embeddingModel", embeddingModel == nil), ("inferenceModel", inferenceModel == nil),
                ("indexName", indexName == nil), ("cloudProvider", cloudProvider == nil), ("region", region == nil),
            ].filter(\.1).map(\.0)
            guard missing.isEmpty else {
                throw MartletError(
                    .invalidConfiguration,
                    "A memory on \(platform.name) also needs \(missing.joined(separator: ", ")).")
            }
            configuration.extraction = .trusting
        }
        return memory(configuration)
    }

    /// What is remembered of users; see ``Memory``. Nothing is sent.
    public func memory(_ configuration: MemoryConfiguration) -> Memory {
        Memory(core: MemoryCore(client: self, configuration: configuration))
    }
}
