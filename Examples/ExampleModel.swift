import Martlet
import MartletAPI
import MartletCodex

/// What answers in examples that work with every `ChatModel`: a model of the platform, or with `--codex` the Codex
/// command line.
struct ExampleModel: Sendable {
    /// `martlet/smollm2`, or `codex`.
    var name: String
    /// What answers.
    var model: any ChatModel
    /// What a request names; nil where Codex chooses.
    var id: ModelID?
    /// Asks for the ids of all models that there are.
    var models: @Sendable () async throws -> [ModelID]
}

extension ExampleModel {
    /// A model of a platform.
    init(_ client: MartletClient, _ model: ModelID) {
        name = "\(client.platform.name)/\(model)"
        self.model = client.chat.completions
        id = model
        models = { try await client.models.list().data.map(\.id) }
    }

    /// Lends what the arguments ask for. A process that was started for it has ended afterwards.
    ///
    /// - Parameter retries: Whether failed requests are repeated.
    static func withModel<Result>(
        _ client: MartletClient, _ context: ExampleContext, retries: Bool = true,
        _ body: (ExampleModel) async throws -> Result
    ) async throws -> Result {
        guard context.arguments.contains("--codex") else {
            let client = retries ? client : client.with { $0.maxRetries = 0 }
            return try await body(ExampleModel(client, context.model))
        }
        var configuration = try CodexConfiguration(environment: context.environment)
        // Only text is asked for: as a chat model Codex has no tools, and costs no more than the messages.
        configuration.mode = .chat
        if !retries { configuration.retryPolicy = .none }
        return try await withCodexSession(configuration: configuration) { codex in
            try await body(
                ExampleModel(
                    name: "codex", model: codex, id: nil, models: { try await codex.models.list().data.map(\.id) }))
        }
    }
}
