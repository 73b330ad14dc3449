/// Takes the reasoning out of the text of a stream's chunks, for each choice.
///
/// PixiGPT: "server's non-empty `reasoning_content` wins and content is left alone".
package struct ChunkReasoningSplitter: Sendable {
    /// As many choices as an accumulator takes; the text of what is beyond stays as it is.
    private static let limit = 128
    /// By choice; nil when the server separates the reasoning itself, or the choice has ended.
    private var splitters: [ReasoningSplitter?] = []

    package init() {}

    /// Moves the reasoning in the chunk's text to where it belongs.
    package mutating func split(_ chunk: inout ChatCompletionChunk) {
        for position in chunk.choices.indices {
            let index = chunk.choices[position].index
            guard (0..<Self.limit).contains(index) else { continue }
            while splitters.count <= index { splitters.append(ReasoningSplitter()) }
            Self.split(&chunk.choices[position], &splitters[index])
        }
    }

    private static func split(_ choice: inout ChatCompletionChunkChoice, _ splitter: inout ReasoningSplitter?) {
        guard splitter != nil else { return }
        if choice.delta.reasoningText?.isEmpty == false || choice.delta.additionalProperties["content"] != nil {
            // What was held back comes before.
            if let output = splitter?.finish() { add(output, to: &choice.delta, isBefore: true) }
            splitter = nil
            return
        }
        if let content = choice.delta.content, !content.isEmpty, let output = splitter?.add(content) {
            choice.delta.content = output.text
            choice.delta.reasoningContent = output.reasoning
        }
        if choice.finishReason != nil, let output = splitter?.finish() {
            add(output, to: &choice.delta, isBefore: false)
            splitter = nil
        }
    }

    private static func add(_ output: ReasoningSplitter.Output, to delta: inout ChatCompletionDelta, isBefore: Bool) {
        if !output.text.isEmpty {
            let content = delta.content ?? ""
            delta.content = isBefore ? output.text + content : content + output.text
        }
        if let reasoning = output.reasoning {
            let known = delta.reasoningContent ?? ""
            delta.reasoningContent = isBefore ? reasoning + known : known + reasoning
        }
    }

    /// What was held back when the stream has ended without a reason for each choice; nil when nothing was.
    package mutating func finish() -> ChatCompletionChunk? {
        var choices: [ChatCompletionChunkChoice] = []
        for index in splitters.indices {
            guard let output = splitters[index]?.finish() else { continue }
            var delta = ChatCompletionDelta()
            Self.add(output, to: &delta, isBefore: false)
            if delta != ChatCompletionDelta() { choices.append(ChatCompletionChunkChoice(delta: delta, index: index)) }
        }
        splitters = []
        return choices.isEmpty ? nil : ChatCompletionChunk(choices: choices)
    }
}

extension ChatCompletion {
    /// Moves reasoning that a server left between tags in the text to ``ChatMessage/reasoningContent``.
    ///
    /// A choice whose reasoning the server separated itself stays as it is. See ``ReasoningSplitter``.
    public mutating func splitReasoning() {
        for position in choices.indices where choices[position].reasoningText?.isEmpty ?? true {
            guard case .text(let content)? = choices[position].message.content else { continue }
            let output = ReasoningSplitter.split(content)
            guard output.reasoning != nil || output.text != content else { continue }
            choices[position].message.content = .text(output.text)
            choices[position].message.reasoningContent = output.reasoning
        }
    }
}
