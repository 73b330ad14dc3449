extension ChatCompletionDelta {
    /// How many bytes an accumulator keeps of the delta but for its additional properties: of text exactly, of the rest
    /// roughly and rather too many.
    var byteCount: Int {
        var count = content.byteCount + refusal.byteCount + reasoningContent.byteCount + reasoning.byteCount
        for call in toolCalls ?? [] {
            // The least that the bookkeeping takes for a piece: an entry for its index.
            count += 32 + (call.id?.rawValue).byteCount + call.additionalProperties.roughSize
            if let function = call.function { count += function.byteCount }
        }
        if let functionCall { count += functionCall.byteCount }
        if let audio {
            count += audio.data.byteCount + audio.transcript.byteCount + audio.additionalProperties.roughSize
        }
        return count
    }
}

extension ToolCallFunctionDelta {
    fileprivate var byteCount: Int { name.byteCount + arguments.byteCount + additionalProperties.roughSize }
}

extension String? {
    fileprivate var byteCount: Int { self?.utf8.count ?? 0 }
}

extension ChoiceLogprobs {
    /// How many bytes an accumulator keeps of the probabilities, roughly.
    var roughSize: Int { (content ?? []).roughSize + (refusal ?? []).roughSize + additionalProperties.roughSize }
}

extension [TokenLogprob] {
    fileprivate var roughSize: Int {
        reduce(0) {
            $0 + 64 + $1.token.utf8.count + 8 * ($1.bytes?.count ?? 0) + ($1.topLogprobs ?? []).roughSize
                + $1.additionalProperties.roughSize
        }
    }
}
