import HTTPTypes
import MartletAPI
import NIOCore

/// Where PixiGPT's chat differs from OpenAI's.
///
/// **The rule:** a request that names no model is PixiGPT's. Its clients never name one and OpenAI's always do.
enum PixiGPTDialect {
    /// PixiGPT: "server uses 0.6 when absent **or 0**".
    private static let temperature = 0.6
    /// PixiGPT: "Thinking on and `max_tokens` < 3000 ⇒ raised to 3000".
    private static let thinkingTokens = 3_000

    static func isSpoken(in request: ChatCompletionRequest) -> Bool {
        request.model?.rawValue.isEmpty ?? true
    }

    /// The request with PixiGPT's defaults in OpenAI's terms.
    ///
    /// - Throws: ``PlatformError`` with 404 when it names an assistant that there is not.
    static func request(_ original: ChatCompletionRequest) throws(PlatformError) -> ChatCompletionRequest {
        if let assistant = original.assistantID, !assistant.isEmpty {
            throw PlatformError(
                .notFound, code: "assistant_not_found", parameter: "assistant_id",
                "There is no assistant '\(assistant.prefix(200))'.")
        }
        var request = original
        request.assistantID = nil
        if original.temperature ?? 0 == 0 { request.temperature = temperature }
        let isThinking = original.enableThinking ?? true
        request.enableThinking = isThinking
        // "bump only when 0 < max_tokens < 3000 (an absent limit stays absent)"
        if isThinking, let limit = original.maxTokens, limit > 0 { request.maxTokens = max(limit, thinkingTokens) }
        if original.maxTokens == 0 { request.maxTokens = nil }
        return request
    }

    /// The answer in the form that PixiGPT's clients read.
    ///
    /// `usage` has exactly the three documented keys: the stock Python client fails on a fourth. The reasoning is "sibling
    /// of `message`, not inside it", and it and the content are trimmed.
    static func answer(_ body: ByteBuffer) throws -> ByteBuffer {
        var completion = try ChatCompletion(json: body.readableBytesView)
        if let usage = completion.usage {
            completion.usage = CompletionUsage(
                promptTokens: usage.promptTokens, completionTokens: usage.completionTokens,
                totalTokens: usage.totalTokens)
        }
        for position in completion.choices.indices {
            var choice = completion.choices[position]
            let reasoning = choice.reasoningText.map { trimmed($0) } ?? ""
            choice.reasoningContent = reasoning.isEmpty ? nil : reasoning
            choice.message.reasoningContent = nil
            choice.message.reasoning = nil
            if case .text(let content)? = choice.message.content { choice.message.content = .text(trimmed(content)) }
            completion.choices[position] = choice
        }
        return ByteBuffer(bytes: try completion.jsonBytes())
    }

    private static func trimmed(_ text: String) -> String {
        let head = text.drop(while: \.isWhitespace)
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(head[...last])
    }
}
