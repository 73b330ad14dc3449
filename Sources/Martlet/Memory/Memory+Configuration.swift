public import MartletAPI

extension Memory {
    /// The configuration at the moment.
    public var configuration: MemoryConfiguration { core.configuration }

    /// The configuration at the moment as GravixLayer's client shows it: with the length of the embedding model's
    /// vectors, nil when the model is not known and was not asked yet.
    public var currentConfiguration: JSONObject {
        let configuration = core.configuration
        return [
            "embedding_model": .string(configuration.embeddingModel.rawValue),
            "inference_model": .string(configuration.inferenceModel.rawValue),
            "index_name": .string(configuration.indexName),
            "cloud_provider": configuration.cloudProvider.map { .string($0.rawValue) } ?? .null,
            "region": configuration.region.map { .string($0) } ?? .null,
            "embedding_dimension": core.knownDimension(of: configuration.embeddingModel).map { .integer($0) } ?? .null,
        ]
    }

    /// Changes the configuration, for all copies. Nothing is sent; what is nil stays as it is.
    ///
    /// A new embedding model keeps the index: when its vectors have another length, the next call that uses both throws
    /// ``MartletError/Code/invalidConfiguration``, and where they have the same, searches compare what the one model made
    /// with what the other did.
    public func switchConfiguration(
        embeddingModel: ModelID? = nil, inferenceModel: ModelID? = nil, indexName: String? = nil,
        cloudProvider: VectorCloudProvider? = nil, region: String? = nil
    ) {
        core.configure { configuration in
            configuration.embeddingModel = embeddingModel ?? configuration.embeddingModel
            configuration.inferenceModel = inferenceModel ?? configuration.inferenceModel
            configuration.indexName = indexName ?? configuration.indexName
            configuration.cloudProvider = cloudProvider ?? configuration.cloudProvider
            configuration.region = region ?? configuration.region
        }
    }

    /// Uses another index from now on, and makes it when it is not there.
    ///
    /// - Throws: ``MartletError`` when it is not there and cannot be made, or does not fit the embedding model. Then the
    ///   index stays what it was.
    public func switchIndex(_ name: String) async throws {
        try await core.writing(name, model: core.configuration.embeddingModel) { _ in }
        core.configure { $0.indexName = name }
    }

    /// The names of the platform's indexes that hold memories, by their metadata or their name, in order.
    public func listAvailableIndexes() async throws -> [String] {
        var names: Set<String> = []
        for try await index in core.client.vectors.indexes.all(pageSize: 1_000) {
            // GravixLayer: "metadata.type ∈ {unified_memory_store, gravix_memory_store} or name contains "memor"".
            let type = index.metadata?["type"]?.stringValue
            if type == "unified_memory_store" || type == "gravix_memory_store"
                || index.name.lowercased().contains("memor")
            {
                names.insert(index.name)
            }
        }
        return names.sorted()
    }
}
