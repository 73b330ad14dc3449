public import MartletAPI

/// One answer of a ``ScriptedModel``.
public struct ScriptedReply: Sendable {
    enum Kind: Sendable {
        case text(String, reasoning: String?, finishReason: FinishReason)
        case toolCalls([ToolCall])
        case chunks([ChatCompletionChunk])
        case steps([ScriptedStep])
        case refusal(any Error)
    }

    let kind: Kind

    /// Words one by one, then the finish reason and the usage.
    public static func text(
        _ text: String, reasoning: String? = nil, finishReason: FinishReason = .stop
    ) -> ScriptedReply {
        ScriptedReply(kind: .text(text, reasoning: reasoning, finishReason: finishReason))
    }

    /// Tool calls, in pieces as OpenAI sends them.
    public static func toolCalls(_ calls: ToolCall...) -> ScriptedReply {
        ScriptedReply(kind: .toolCalls(calls))
    }

    /// These chunks and nothing else.
    public static func chunks(_ chunks: [ChatCompletionChunk]) -> ScriptedReply {
        ScriptedReply(kind: .chunks(chunks))
    }

    /// Chunks with waits and failures between them.
    public static func steps(_ steps: [ScriptedStep]) -> ScriptedReply {
        ScriptedReply(kind: .steps(steps))
    }

    /// An error before the first chunk.
    public static func failure(_ error: any Error) -> ScriptedReply {
        ScriptedReply(kind: .refusal(error))
    }

    func steps(for request: ChatCompletionRequest) -> [ScriptedStep] {
        switch kind {
        case .steps(let steps): return steps
        case .chunks(let chunks): return chunks.map { .chunk($0) }
        case .refusal: return []
        case .text(let text, let reasoning, let finishReason):
            var deltas = [ChatCompletionDelta(role: .assistant, content: "")]
            for word in Self.words(reasoning ?? "") {
                var delta = ChatCompletionDelta()
                delta.reasoningContent = word
                deltas.append(delta)
            }
            deltas += Self.words(text).map { ChatCompletionDelta(content: $0) }
            return Self.chunks(deltas, finishReason: finishReason, request: request).map { .chunk($0) }
        case .toolCalls(let calls):
            var deltas = [ChatCompletionDelta(role: .assistant)]
            for (index, call) in calls.enumerated() {
                var begin = ToolCallDelta()
                begin.index = index
                begin.id = call.id
                begin.type = call.type
                begin.function = ToolCallFunctionDelta()
                begin.function?.name = call.function.name
                begin.function?.arguments = ""
                var rest = ToolCallDelta()
                rest.index = index
                rest.function = ToolCallFunctionDelta()
                rest.function?.arguments = call.function.arguments
                for piece in [begin, rest] {
                    var delta = ChatCompletionDelta()
                    delta.toolCalls = [piece]
                    deltas.append(delta)
                }
            }
            return Self.chunks(deltas, finishReason: .toolCalls, request: request).map { .chunk($0) }
        }
    }

    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        for part in text.split(separator: " ", omittingEmptySubsequences: false) {
            words.append((words.isEmpty ? "" : " ") + part)
        }
        return text.isEmpty ? [] : words
    }

    private static func chunks(
        _ deltas: [ChatCompletionDelta], finishReason: FinishReason, request: ChatCompletionRequest
    ) -> [ChatCompletionChunk] {
        func chunk(_ choices: [ChatCompletionChunkChoice]) -> ChatCompletionChunk {
            var chunk = ChatCompletionChunk(
                id: "chatcmpl-scripted", created: 1_700_000_000, model: request.model ?? "scripted", choices: choices)
            chunk.object = "chat.completion.chunk"
            return chunk
        }
        var chunks = deltas.map { chunk([ChatCompletionChunkChoice(delta: $0)]) }
        chunks.append(chunk([ChatCompletionChunkChoice(delta: ChatCompletionDelta(), finishReason: finishReason)]))
        var last = chunk([])
        // A word is a token: enough for a count that a test can predict.
        let prompt = request.messages.reduce(0) { $0 + Self.words($1.text).count }
        let answer = deltas.count - 1
        last.usage = CompletionUsage(
            promptTokens: prompt, completionTokens: answer, totalTokens: prompt + answer)
        if request.stream != true || request.streamOptions?.includeUsage == true { chunks.append(last) }
        return chunks
    }
}

/// One thing that a scripted answer does.
public enum ScriptedStep: Sendable {
    /// Sends a chunk.
    case chunk(ChatCompletionChunk)
    /// Waits until the test opens the gate, or the answer is given up.
    case hold(FaultGate)
    /// Waits until the answer is given up.
    case silence
    /// Fails.
    case failure(any Error)
}
