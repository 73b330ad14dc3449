import MartletAPI

extension AnswerBuilder {
    /// A piece of a summary, or of the raw reasoning, which counts only where there are no summaries.
    mutating func reasoningGrew(id: String, part: Int, by text: String, isSummary: Bool) {
        beginReasoning(id)
        if isSummary { reasoning?.hasSummary = true } else if reasoning?.hasSummary == true { return }
        guard !text.isEmpty, let item = reasoning else { return }
        let isNewPart = item.part != nil && item.part != part && !item.text.isEmpty
        reasoning?.part = part
        reason(isNewPart ? "\n\n" + text : text)
    }

    /// All of a stretch of reasoning. What its pieces lacked is added.
    mutating func reasoningEnded(id: String, summary: [String], raw: [String]) {
        beginReasoning(id)
        let whole = (summary.isEmpty ? raw : summary).joined(separator: "\n\n")
        let known = reasoning?.text ?? ""
        if whole.utf8.starts(with: known.utf8) {
            reason(String(decoding: whole.utf8.dropFirst(known.utf8.count), as: UTF8.self))
        }
        reasoning = nil
    }

    private mutating func beginReasoning(_ id: String) {
        if reasoning?.id != id { reasoning = ReasoningItem(id: id) }
    }

    private mutating func reason(_ text: String) {
        guard !text.isEmpty, cut == nil else { return }
        let isFirst = reasoning?.text.isEmpty ?? true
        reasoning?.text += text
        let isReplaying = reasoningReplay.map { !$0.hasBegun } ?? false
        let follows = isReplaying ? call.followsReasoning : outcome.reasoning != nil
        var whole = isFirst && follows ? "\n\n" + text : text
        if var current = reasoningReplay {
            switch current.add(whole) {
            case .repeated:
                reasoningReplay = current
                return
            case .more(let rest): whole = rest
            case .different(let all):
                whole = call.followsReasoning ? all : "\n\n" + all
                call.reasoning = ""
                call.followsReasoning = true
            }
            reasoningReplay = nil
        }
        guard count(whole) else { return }
        call.reasoning += whole
        outcome.reasoning = (outcome.reasoning ?? "") + whole
        var delta = ChatCompletionDelta()
        delta.reasoningContent = whole
        emit(delta)
    }
}
