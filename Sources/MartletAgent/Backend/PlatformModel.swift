import Martlet
import MartletAPI

/// A platform over HTTP as what answers the calls of an agent.
struct PlatformModel: AnsweringModel {
    let client: MartletClient
    let options: RequestOptions

    var url: String? { client.chatURL }

    func delay(after error: any Error, attempts: Int) -> Duration? {
        guard let error = error as? MartletError, error.isRetryable, attempts <= retryPolicy.maxRetries else {
            return nil
        }
        if let asked = error.retryAfter { return asked <= retryPolicy.maximumRetryAfter ? asked : nil }
        let doubled = retryPolicy.initialDelay * (1 << min(max(0, attempts - 1), 30))
        return min(doubled, retryPolicy.maximumDelay) * (1 - retryPolicy.jitter * Double.random(in: 0..<1))
    }

    private var retryPolicy: RetryPolicy { options.retryPolicy ?? .none }

    func complete(_ request: ChatCompletionRequest) async throws -> (completion: ChatCompletion, attempts: Int) {
        let response = try await client.chat.completions.createWithResponse(request, options: options)
        return (response.value, response.metadata.attempts)
    }

    func stream(
        _ request: ChatCompletionRequest, after attempts: Int
    ) async throws -> sending (chunks: ChunkSource, attempts: Int) {
        var options = options
        if attempts > 0 { options.maxRetries = max(0, retryPolicy.maxRetries - attempts) }
        let stream = try await client.chat.completions.stream(request, options: options)
        return (ChunksOf(stream), attempts + stream.metadata.attempts)
    }
}
