import MartletAPI

/// A piece of a streamed answer, of whatever resource.
protocol StreamedChunk: Sendable {
    /// An empty piece.
    static var empty: Self { get }

    /// Reads a piece; what it shares with the one before need not be made anew.
    init(reading reader: inout JSONReader, after previous: borrowing Self) throws(JSONError)

    /// A piece with text that was held back at the end of the stream.
    init(rest: ChatCompletionChunk)

    /// The piece as one of a conversation's answer: in this form it is counted, and kept for an error.
    var chatChunk: ChatCompletionChunk { get }

    /// Moves reasoning out of the text.
    mutating func splitReasoning(with splitter: inout ChunkReasoningSplitter?)
}

extension ChatCompletionChunk: StreamedChunk {
    static var empty: ChatCompletionChunk { ChatCompletionChunk() }

    init(rest: ChatCompletionChunk) { self = rest }

    var chatChunk: ChatCompletionChunk { self }

    mutating func splitReasoning(with splitter: inout ChunkReasoningSplitter?) {
        splitter?.split(&self)
    }
}

extension Completion: StreamedChunk {
    init(reading reader: inout JSONReader, after previous: borrowing Completion) throws(JSONError) {
        try self.init(reading: &reader)
    }

    static var empty: Completion { Completion(choices: []) }

    init(rest: ChatCompletionChunk) { self = .empty }

    var chatChunk: ChatCompletionChunk {
        var chunk = ChatCompletionChunk(
            choices: choices.map { choice in
                var result = ChatCompletionChunkChoice(
                    delta: ChatCompletionDelta(content: choice.text), index: choice.index,
                    finishReason: choice.finishReason)
                result.additionalProperties = choice.additionalProperties
                return result
            })
        chunk.id = id.map { ChatCompletionID(rawValue: $0.rawValue) }
        chunk.model = model
        chunk.created = created
        chunk.usage = usage
        chunk.additionalProperties = additionalProperties
        return chunk
    }

    mutating func splitReasoning(with splitter: inout ChunkReasoningSplitter?) {}
}
