import MartletAPI

/// Any chat model as what answers the calls of an agent.
struct ForeignModel: AnsweringModel {
    let model: any ChatModel

    var url: String? { nil }

    /// How often it is asked is the model's own business.
    func delay(after error: any Error, attempts: Int) -> Duration? { nil }

    func complete(_ request: ChatCompletionRequest) async throws -> (completion: ChatCompletion, attempts: Int) {
        (try await model.complete(request), 1)
    }

    func stream(
        _ request: ChatCompletionRequest, after attempts: Int
    ) async throws -> sending (chunks: ChunkSource, attempts: Int) {
        (try await Self.open(model, request), attempts + 1)
    }

    private static func open<Model: ChatModel>(
        _ model: Model, _ request: ChatCompletionRequest
    ) async throws -> sending ChunkSource {
        ChunksOf(try await model.stream(request))
    }
}
