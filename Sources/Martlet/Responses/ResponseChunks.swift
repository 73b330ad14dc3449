import MartletAPI

/// Makes the chunks of a chat of the events of a response. No I/O: an event in, chunks out.
struct ResponseChunks: Sendable {
    private struct Call: Sendable {
        let item: ResponseItemID?
        let outputIndex: Int?
        var hasArguments: Bool
    }

    private let includesUsage: Bool
    private var template = ChatCompletionChunk()
    private var hasBegun = false
    private var hasText = false
    private var hasRefusal = false
    private var hasThoughts = false
    private var summaries: (last: Int?, hasText: Bool) = (nil, false)
    private var calls: [Call] = []

    init(includesUsage: Bool) {
        self.includesUsage = includesUsage
    }

    /// What an event adds to the chat.
    mutating func add(_ event: ResponseStreamEvent) -> [ChatCompletionChunk] {
        switch event {
        case .created(let payload), .queued(let payload), .inProgress(let payload):
            return begin(payload.response)
        case .outputTextDelta(let piece):
            hasText = true
            return [chunk(ChatCompletionDelta(content: piece.text))]
        case .outputTextDone(let piece) where !hasText && !piece.text.isEmpty:
            hasText = true
            return [chunk(ChatCompletionDelta(content: piece.text))]
        case .refusalDelta(let piece): return refusal(piece.text)
        case .refusalDone(let piece) where !hasRefusal: return refusal(piece.text)
        case .reasoningTextDelta(let piece):
            hasThoughts = true
            return reasoning(piece.text)
        case .reasoningSummaryTextDelta(let piece): return summary(piece)
        case .outputItemAdded(let payload): return begin(payload)
        case .functionCallArgumentsDelta(let piece): return arguments(piece, isWhole: false)
        case .functionCallArgumentsDone(let piece): return arguments(piece, isWhole: true)
        case .outputItemDone(let payload): return end(payload)
        case .completed(let payload), .incomplete(let payload): return finish(payload.response, of: event)
        default: return []
        }
    }

    private func chunk(_ delta: ChatCompletionDelta, finish: FinishReason? = nil) -> ChatCompletionChunk {
        var chunk = template
        chunk.choices = [ChatCompletionChunkChoice(delta: delta, index: 0, finishReason: finish)]
        return chunk
    }

    private mutating func begin(_ response: ResponseObject) -> [ChatCompletionChunk] {
        template.id = ChatCompletionID(rawValue: response.id.rawValue)
        template.object = "chat.completion.chunk"
        template.created = response.createdAt ?? template.created
        template.model = response.model ?? template.model
        template.serviceTier = response.serviceTier ?? template.serviceTier
        guard !hasBegun else { return [] }
        hasBegun = true
        return [chunk(ChatCompletionDelta(role: .assistant))]
    }

    // MARK: Refusals and reasoning

    private mutating func refusal(_ text: String) -> [ChatCompletionChunk] {
        guard !text.isEmpty else { return [] }
        hasRefusal = true
        var delta = ChatCompletionDelta()
        delta.refusal = text
        return [chunk(delta)]
    }

    private func reasoning(_ text: String) -> [ChatCompletionChunk] {
        guard !text.isEmpty else { return [] }
        var delta = ChatCompletionDelta()
        delta.reasoningContent = text
        return [chunk(delta)]
    }

    /// A piece of the summary, unless the thoughts themselves are shown. A blank line stands between its parts.
    private mutating func summary(_ piece: ResponseStreamEvent.Piece) -> [ChatCompletionChunk] {
        guard !hasThoughts, !piece.text.isEmpty else { return [] }
        let isNewPart = summaries.hasText && summaries.last != piece.index
        summaries = (piece.index, true)
        return reasoning(isNewPart ? "\n\n" + piece.text : piece.text)
    }

    // MARK: Calls

    private mutating func begin(_ payload: ResponseStreamEvent.ItemChange) -> [ChatCompletionChunk] {
        guard case .functionCall(let call) = payload.item else { return [] }
        calls.append(Call(item: call.id, outputIndex: payload.outputIndex, hasArguments: !call.arguments.isEmpty))
        return [piece(of: calls.count - 1, call)]
    }

    /// A call that begins, with the arguments that it has already.
    private func piece(of index: Int, _ call: ResponseFunctionCall) -> ChatCompletionChunk {
        var piece = ToolCallDelta()
        piece.index = index
        piece.id = call.callID
        piece.type = .function
        var function = ToolCallFunctionDelta()
        function.name = call.name
        function.arguments = call.arguments
        piece.function = function
        return chunk(of: piece)
    }

    /// A piece of the arguments of a call.
    private func piece(of index: Int, arguments: String) -> ChatCompletionChunk {
        var piece = ToolCallDelta()
        piece.index = index
        var function = ToolCallFunctionDelta()
        function.arguments = arguments
        piece.function = function
        return chunk(of: piece)
    }

    private func chunk(of piece: ToolCallDelta) -> ChatCompletionChunk {
        var delta = ChatCompletionDelta()
        delta.toolCalls = [piece]
        return chunk(delta)
    }

    private mutating func arguments(_ piece: ResponseStreamEvent.Piece, isWhole: Bool) -> [ChatCompletionChunk] {
        guard let index = position(piece.itemID, piece.outputIndex), !piece.text.isEmpty else { return [] }
        // The whole says nothing new after its pieces.
        if isWhole, calls[index].hasArguments { return [] }
        calls[index].hasArguments = true
        return [self.piece(of: index, arguments: piece.text)]
    }

    private func position(_ item: ResponseItemID?, _ outputIndex: Int?) -> Int? {
        if let item, let index = calls.lastIndex(where: { $0.item == item }) { return index }
        if let outputIndex, let index = calls.lastIndex(where: { $0.outputIndex == outputIndex }) { return index }
        return item == nil && outputIndex == nil ? calls.indices.last : nil
    }

    /// What a finished item has that its pieces had not: some servers send items whole.
    private mutating func end(_ payload: ResponseStreamEvent.ItemChange) -> [ChatCompletionChunk] {
        switch payload.item {
        case .functionCall(let call):
            guard let index = position(call.id, payload.outputIndex) else {
                calls.append(Call(item: call.id, outputIndex: payload.outputIndex, hasArguments: true))
                return [piece(of: calls.count - 1, call)]
            }
            guard !calls[index].hasArguments, !call.arguments.isEmpty else { return [] }
            calls[index].hasArguments = true
            return [piece(of: index, arguments: call.arguments)]
        case .message(let message) where !hasText && !message.content.text.isEmpty:
            hasText = true
            return [chunk(ChatCompletionDelta(content: message.content.text))]
        case .reasoning(let item) where !hasThoughts && !summaries.hasText:
            guard let text = item.text else { return [] }
            hasThoughts = true
            return reasoning(text)
        default: return []
        }
    }

    // MARK: The end

    private mutating func finish(_ response: ResponseObject, of event: ResponseStreamEvent) -> [ChatCompletionChunk] {
        var chunks = begin(response)
        // What came without pieces. Calls are all here or all were there before.
        let hasCalls = !calls.isEmpty
        for (index, item) in response.output.enumerated() {
            if hasCalls, case .functionCall = item { continue }
            chunks += end(ResponseStreamEvent.ItemChange(outputIndex: index, item: item))
        }
        var last = FinishReason.stop
        if case .incomplete = event {
            last = response.incompleteDetails?.reason == .contentFilter ? .contentFilter : .length
        } else if !calls.isEmpty {
            last = .toolCalls
        }
        chunks.append(chunk(ChatCompletionDelta(), finish: last))
        if includesUsage, let usage = response.usage {
            var chunk = template
            chunk.usage = usage.completionUsage
            chunks.append(chunk)
        }
        return chunks
    }
}
