import ArgumentParser
import Foundation
import Martlet
import MartletAPI

/// What a memory is composed of, for a command.
struct MemoryOptions: ParsableArguments {
    @Option(
        name: [.long, .customLong("index-name"), .customLong("index_name")],
        help: ArgumentHelp(
            "The name of the vector index. Default \(MemoryConfiguration.defaultIndexName).", valueName: "name"))
    var index: String?

    @Option(
        name: [.customLong("embedding-model"), .customLong("embedding_model")],
        help: ArgumentHelp(
            "The embedding model. Default \(MemoryConfiguration.localEmbeddingModel).", valueName: "id"))
    var embeddingModel: String?

    @Option(
        name: [.customLong("cloud-provider"), .customLong("cloud_provider")],
        help: ArgumentHelp("Where a new index is to live, on GravixLayer: AWS, GCP, Azure, Gravix.", valueName: "name"))
    var cloudProvider: String?

    @Option(help: ArgumentHelp("The provider's region, on GravixLayer.", valueName: "name"))
    var region: String?

    @OptionGroup var platform: PlatformOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if index?.allSatisfy(\.isWhitespace) == true { throw ValidationError("The name of the index is empty.") }
    }

    /// Lends a memory to a command.
    ///
    /// - Parameters:
    ///   - model: The chat model; nil for the configured one.
    ///   - change: What else is to be configured.
    func withMemory<Result: Sendable>(
        model: String? = nil, _ change: @escaping @Sendable (inout MemoryConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (Memory) async throws -> Result
    ) async throws -> Result {
        let options = self
        let environment = ProcessInfo.processInfo.environment["MARTLET_MODEL"].flatMap { $0.isEmpty ? nil : $0 }
        let model = model ?? environment
        return try await ClientSource(options: platform, output: output, needsState: true).withClient { client in
            let memory = try client.memory(
                embeddingModel: options.embeddingModel.map { ModelID(rawValue: $0) },
                inferenceModel: model.map { ModelID(rawValue: $0) }, indexName: options.index,
                cloudProvider: options.cloudProvider.map { VectorCloudProvider(rawValue: $0) }, region: options.region)
            var configuration = memory.configuration
            change(&configuration)
            return try await body(client.memory(configuration))
        }
    }
}

/// Whose memories a command is about.
struct MemoryUserOption: ParsableArguments {
    @Option(
        name: [.long, .customLong("user-id"), .customLong("user_id")],
        help: ArgumentHelp("Whose memories.", valueName: "id"))
    var user: String

    func validate() throws {
        if user.allSatisfy(\.isWhitespace) { throw ValidationError("The id of the user is empty.") }
    }
}
