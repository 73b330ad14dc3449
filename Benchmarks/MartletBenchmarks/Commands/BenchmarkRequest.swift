import Martlet
import MartletAPI

/// The request that everybody sends; `Benchmarks/harness/stub.py` has the same.
enum BenchmarkRequest {
    static let model = "benchmark-model"
    static let system = "You are a helpful assistant. Answer in one short paragraph."
    static let question = "Why is the sky blue at noon and red in the evening? Explain it to a child of ten."

    static var chat: ChatCompletionRequest {
        var request = ChatCompletionRequest(
            model: ModelID(rawValue: model), messages: [.system(system), .user(question)])
        request.temperature = 0.7
        request.maxTokens = 256
        return request
    }

    /// The same as bytes.
    static func body(streamed: Bool) throws -> [UInt8] {
        var request = chat
        if streamed { request.stream = true }
        return try request.jsonBytes()
    }

    static func client(_ url: String) throws -> MartletClient {
        try MartletClient(platform: .custom(url), apiKey: "benchmark")
    }
}
