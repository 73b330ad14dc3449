import MartletAPI

extension ResponseAssembler.OpenText {
    /// The text as the part of its item.
    var part: ResponseContentPart { part(text, logprobs) }

    private func part(_ text: String, _ logprobs: [TokenLogprob]) -> ResponseContentPart {
        switch kind {
        case .reasoning: return .reasoningText(text)
        case .refusal: return .refusal(text)
        case .answer:
            var part = ResponseOutputText(text, annotations: [])
            part.logprobs = logprobs
            return .outputText(part)
        }
    }

    /// The change that the part is.
    var change: ResponseStreamEvent.PartChange {
        .init(itemID: id, outputIndex: outputIndex, index: 0, part: part)
    }

    /// - Parameter isEmpty: Whether its part has not begun.
    func item(_ status: ResponseStatus, isEmpty: Bool = false) -> ResponseItem {
        let parts = isEmpty ? [] : [part]
        switch kind {
        case .reasoning: return .reasoning(ResponseReasoningItem(id: id, content: parts, status: status))
        case .answer, .refusal:
            return .message(ResponseMessage(id: id, role: .assistant, status: status, content: .parts(parts)))
        }
    }
}

extension ResponseAssembler.OpenCall {
    /// The call as the client sees it; nil before it has begun.
    ///
    /// - Parameter isEmpty: Whether its arguments have not begun.
    func item(_ status: ResponseStatus, isEmpty: Bool = false) -> ResponseItem? {
        guard let (id, _, callID, origin) = item else { return nil }
        let namespace = origin.namespace.map { JSONValue.string($0) }
        if origin.isCustom {
            var call = ResponseCustomToolCall(
                id: id, callID: callID, name: origin.name, input: isEmpty ? "" : input, status: status)
            call.additionalProperties["namespace"] = namespace
            return .customToolCall(call)
        }
        var call = ResponseFunctionCall(
            id: id, callID: callID, name: origin.name, arguments: isEmpty ? "" : arguments, status: status)
        call.additionalProperties["namespace"] = namespace
        return .functionCall(call)
    }

    /// The text for a custom tool; what is not in the form that was asked for is taken for the text itself.
    var input: String {
        let value = try? JSONValue(json: arguments)
        return value?["input"]?.stringValue ?? value?.stringValue ?? arguments
    }
}

extension String {
    func asPiece(of open: ResponseAssembler.OpenText) -> ResponseStreamEvent.Piece {
        .init(itemID: open.id, outputIndex: open.outputIndex, index: 0, text: self)
    }
}

extension ResponseUsage {
    /// What a chat cost, with every count that OpenAI's clients read.
    init(_ usage: CompletionUsage) {
        self.init(
            inputTokens: usage.promptTokens, outputTokens: usage.completionTokens, totalTokens: usage.totalTokens)
        var input = ResponseInputTokensDetails(cachedTokens: usage.promptTokensDetails?.cachedTokens ?? 0)
        input.additionalProperties["cache_write_tokens"] = 0
        inputTokensDetails = input
        outputTokensDetails = ResponseOutputTokensDetails(
            reasoningTokens: usage.completionTokensDetails?.reasoningTokens ?? 0)
    }
}
