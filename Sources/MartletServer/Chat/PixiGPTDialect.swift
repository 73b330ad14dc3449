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

    /// Puts PixiGPT's defaults, in OpenAI's terms, where a request says nothing.
    static func applyDefaults(to request: inout ChatCompletionRequest) {
        if request.temperature ?? 0 == 0 { request.temperature = temperature }
        let isThinking = request.enableThinking ?? true
        request.enableThinking = isThinking
        // "bump only when 0 < max_tokens < 3000 (an absent limit stays absent)"
        if isThinking, let limit = request.maxTokens, limit > 0 { request.maxTokens = max(limit, thinkingTokens) }
        if request.maxTokens == 0 { request.maxTokens = nil }
    }

    /// The answer in the form that PixiGPT's clients read.
    ///
    /// `usage` has exactly the three documented keys: the stock Python client fails on a fourth. The reasoning is "sibling
    /// of `message`, not inside it", and it and the content are trimmed. "Server splits reasoning out of `<think>` blocks":
    /// an upstream may have left it in the text.
    static func answer(_ body: ByteBuffer) throws -> ByteBuffer {
        var completion = try ChatCompletion(json: body.readableBytesView)
        if let usage = completion.usage {
            completion.usage = CompletionUsage(
                promptTokens: usage.promptTokens, completionTokens: usage.completionTokens,
                totalTokens: usage.totalTokens)
        }
        completion.splitReasoning()
        for position in completion.choices.indices {
            var choice = completion.choices[position]
            let reasoning = choice.reasoningText.map { $0.trimmingWhitespace() } ?? ""
            choice.reasoningContent = reasoning.isEmpty ? nil : reasoning
            choice.message.reasoningContent = nil
            choice.message.reasoning = nil
            if case .text(let content)? = choice.message.content {
                choice.message.content = .text(content.trimmingWhitespace())
            }
            completion.choices[position] = choice
        }
        return ByteBuffer(bytes: try completion.jsonBytes())
    }
}
