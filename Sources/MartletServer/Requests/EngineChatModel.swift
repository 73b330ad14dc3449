import HTTPTypes
import MartletAPI
import NIOCore

/// An engine as a ``ChatModel``, for what inside the platform asks it.
///
/// Every answer is streamed from the engine, also one that is wanted whole: cancelling stops a stream at once.
struct EngineChatModel: ChatModel {
    let engine: any InferenceEngine
    /// See ``EngineChunks/includesProgress``.
    var includesProgress = false

    func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion {
        var accumulator = ChatCompletionAccumulator()
        for try await chunk in try await stream(request) { try accumulator.add(chunk) }
        return accumulator.completion
    }

    /// - Throws: ``PlatformError``.
    func stream(_ request: ChatCompletionRequest) async throws -> EngineChunks {
        var chat = request
        chat.stream = true
        chat.streamOptions = StreamOptions(includeUsage: true)
        let asked = EngineRequest(
            model: request.model ?? "", chat: chat, body: ByteBuffer(bytes: try chat.jsonBytes()))
        switch try await engine.asked({ try await $0.chat(asked) }) {
        case .streamed(let events): return EngineChunks(events: events, includesProgress: includesProgress)
        case .whole:
            throw PlatformError(
                .badGateway, code: "engine_failed", "The engine gave a whole answer where a stream was asked for.")
        }
    }
}
