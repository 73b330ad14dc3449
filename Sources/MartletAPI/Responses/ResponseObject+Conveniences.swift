extension ResponseObject {
    /// The text of the answer: of all messages of the model, joined without a separator. Empty when there is none.
    public var outputText: String {
        output.compactMap { item -> String? in
            guard case .message(let message) = item else { return nil }
            return message.content.text
        }.joined()
    }

    /// What the model says instead of an answer, when it refuses.
    public var refusalText: String? {
        let texts = output.flatMap { item -> [String] in
            guard case .message(let message) = item else { return [] }
            return message.content.parts.compactMap(\.refusalText)
        }
        return texts.isEmpty ? nil : texts.joined()
    }

    /// What the model thought: the thoughts themselves where it shows them, else their summary. Nil when there is
    /// neither.
    public var reasoningText: String? {
        let texts = output.compactMap { item -> String? in
            guard case .reasoning(let reasoning) = item else { return nil }
            return reasoning.text
        }
        return texts.isEmpty ? nil : texts.joined(separator: "\n\n")
    }

    /// The functions that the model asks for. Those of a response that is not complete must not run; see
    /// ``executableFunctionCalls``.
    public var functionCalls: [ResponseFunctionCall] {
        output.compactMap { item -> ResponseFunctionCall? in
            guard case .functionCall(let call) = item else { return nil }
            return call
        }
    }

    /// The function calls that may be executed: none of a response that was cut off, failed or was called off.
    ///
    /// A call whose arguments stop in the middle must not run. When the platform gives no status or one that is not
    /// known, all of them may if all their arguments are complete.
    public var executableFunctionCalls: [ResponseFunctionCall] {
        let calls = functionCalls
        switch status {
        case .completed?: return calls
        case .incomplete?, .failed?, .cancelled?, .queued?, .inProgress?: return []
        default:
            let areComplete = calls.allSatisfy { call in
                call.arguments.utf8.allSatisfy(\.isJSONWhitespace) || (try? JSONValue(json: call.arguments)) != nil
            }
            return areComplete ? calls : []
        }
    }
}

extension ResponseReasoningItem {
    /// The thoughts themselves where the model shows them, else their summary. Nil when there is neither.
    public var text: String? {
        let thoughts = (content ?? []).compactMap(\.text).joined()
        if !thoughts.isEmpty { return thoughts }
        let summary = summary.compactMap(\.text).joined(separator: "\n\n")
        return summary.isEmpty ? nil : summary
    }
}
