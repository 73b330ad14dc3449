import class Foundation.ProcessInfo

/// The command line of a `llama-server`.
enum LlamaServerArguments {
    /// The smallest batch an embedding model gets.
    private static let minimumEmbeddingBatch = 512

    /// The context of one slot for a model: what is configured, but never more than the model was trained for.
    static func contextLength(of model: CatalogModel, configuration: LlamaServerConfiguration) -> Int {
        let limit = max(1, configuration.contextLength)
        guard let own = model.contextLength, own > 0 else { return limit }
        return min(own, limit)
    }

    /// Makes the arguments for a model.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - port: The port on 127.0.0.1 to listen on.
    ///   - chatTemplate: A chat template instead of the model's own.
    ///   - configuration: The settings. Its ``LlamaServerConfiguration/extraArguments`` come last, so they win.
    static func make(
        for model: CatalogModel, port: Int, configuration: LlamaServerConfiguration, chatTemplate: String? = nil
    ) -> [String] {
        let slots = max(1, configuration.slots)
        let contextLength = contextLength(of: model, configuration: configuration)
        var arguments = [
            "--model", model.path,
            // A comma would separate two names.
            "--alias", model.id.replacing(",", with: "_"),
            "--host", "127.0.0.1",
            "--port", String(port),
            // It is divided by the number of slots.
            "--ctx-size", String(contextLength.multipliedReportingOverflow(by: slots).partialValue),
            "--parallel", String(slots),
            "--threads", String(configuration.threads ?? ProcessInfo.processInfo.activeProcessorCount),
            "--no-webui",
            "--slots",
            // Never lose the front of the prompt. The default of newer builds, not of older ones.
            "--no-context-shift",
        ]
        switch model.kind {
        case .embedding, .rerank:
            // A text must fit into one batch: there is no embedding of a part of it.
            let batch = String(max(contextLength, minimumEmbeddingBatch))
            arguments += ["--batch-size", batch, "--ubatch-size", batch]
            arguments += model.kind == .rerank ? ["--reranking"] : ["--embedding"]
            if model.kind == .embedding, model.metadata.poolingType == nil { arguments += ["--pooling", "mean"] }
        default:
            let batch = String(max(1, configuration.batchSize))
            arguments += ["--batch-size", batch, "--ubatch-size", batch, "--jinja"]
            if let projector = model.projectorPath { arguments += ["--mmproj", projector] }
            if let chatTemplate { arguments += ["--chat-template", chatTemplate] }
        }
        return arguments + configuration.extraArguments
    }
}
