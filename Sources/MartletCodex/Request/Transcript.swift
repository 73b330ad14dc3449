import MartletAPI

/// A conversation as one text, for `exec`, which takes nothing else.
enum Transcript {
    /// A single message as it is; more of them under headings, with a sentence of what to do with them.
    ///
    /// - Parameter instructions: Instructions that have no other way.
    static func text(_ messages: [ChatMessage], instructions: String? = nil) -> String {
        if instructions == nil, messages.count == 1, let only = messages.first, only.role == .user { return body(only) }
        var text = "This is a conversation. Answer its end as the assistant, with nothing but the answer.\n"
        if let instructions { text += "\n## Instructions\n\n\(instructions)\n" }
        for message in messages { text += "\n## \(heading(message))\n\n\(body(message))\n" }
        return text
    }

    private static func heading(_ message: ChatMessage) -> String {
        switch message.role {
        case .user: message.name.map { "User (\($0))" } ?? "User"
        case .assistant: "Assistant"
        case .system, .developer: "Instructions"
        case .tool, .function: "Result of the call \(message.toolCallID?.rawValue ?? message.name ?? "")"
        default: message.role.rawValue
        }
    }

    private static func body(_ message: ChatMessage) -> String {
        var parts: [String] = []
        switch message.content {
        case .text(let text)?: parts.append(text)
        case .parts(let all)?:
            parts += all.compactMap { part in
                if case .imageURL = part { "[An image, which is attached.]" } else { part.text }
            }
        case nil: break
        }
        if let refusal = message.refusal { parts.append(refusal) }
        var calls = (message.toolCalls ?? []).map { ($0.id.rawValue, $0.function) }
        if let call = message.functionCall { calls.append(("", call)) }
        for (id, function) in calls { parts.append("[Calls \(function.name) as \(id): \(function.arguments)]") }
        return parts.joined(separator: "\n")
    }
}
