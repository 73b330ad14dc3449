import MartletAPI

/// Changes the chunks of a child's answer where they are not what a client expects. No I/O.
///
/// Text that was held to a tool's schema becomes the tool call; and of the usage, which the engine reports for each choice,
/// the sum is reported once.
struct ChunkRewriter {
    private let forcedCall: ForcedToolCall?
    private let choiceCount: Int
    private var writers: [Int: ToolCallWriter] = [:]
    private var usage: ChatCompletionChunk?

    /// - Returns: Nil when the answer needs no change.
    init?(_ request: LlamaRequest) {
        choiceCount = request.request.n ?? 1
        forcedCall = request.forcedCall
        guard choiceCount > 1 || forcedCall != nil else { return nil }
    }

    /// The chunk as it goes out; nil when it is held back.
    mutating func rewrite(_ chunk: ChatCompletionChunk) -> ChatCompletionChunk? {
        if choiceCount > 1, chunk.choices.isEmpty, let added = chunk.usage {
            add(added, of: chunk)
            return nil
        }
        guard let forcedCall else { return chunk }
        var chunk = chunk
        for position in chunk.choices.indices {
            let index = chunk.choices[position].index
            let id = ToolCallID(rawValue: "call_\(Self.suffix(of: chunk.id))\(index)")
            writers[index, default: ToolCallWriter(forcedCall, id: id)].rewrite(&chunk.choices[position])
        }
        return chunk
    }

    /// What is left at the end of the stream.
    mutating func finish() -> ChatCompletionChunk? {
        defer { usage = nil }
        return usage
    }

    private mutating func add(_ added: CompletionUsage, of chunk: ChatCompletionChunk) {
        guard let known = usage?.usage else {
            usage = chunk
            return
        }
        // The prompt is read once for all choices.
        let completion = known.completionTokens + added.completionTokens
        usage?.usage?.completionTokens = completion
        usage?.usage?.totalTokens = known.promptTokens + completion
    }

    /// What tells the answer's calls from those of others: the completion's id without its prefix.
    private static func suffix(of id: ChatCompletionID?) -> String {
        let text = id?.rawValue ?? ""
        return text.hasPrefix("chatcmpl-") ? String(text.dropFirst(9)) : text
    }
}
