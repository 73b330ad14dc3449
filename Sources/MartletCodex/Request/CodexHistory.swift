import Martlet
import MartletAPI

/// The messages of a request, as Codex takes them.
struct CodexHistory: Sendable {
    /// The leading `system` and `developer` messages, joined.
    private(set) var instructions: String?
    /// Everything between, as items of the Responses API.
    private(set) var items: [JSONValue] = []
    /// The last message when it is the user's. Empty when the conversation ends with a tool's result or the model's own
    /// words.
    private(set) var input: [TurnInput] = []
    /// What could not be expressed as it was, a sentence each.
    private(set) var notes: [String] = []
    /// The messages behind the instructions; what `exec` makes its text of.
    private(set) var messages: [ChatMessage] = []

    /// Calls whose results have not come.
    private var openCalls: [String] = []
    private var seenCalls: Set<String> = []

    /// - Throws: `MartletError` with `invalidRequest`, which names the message.
    init(_ all: [ChatMessage]) throws(MartletError) {
        if all.isEmpty { throw .fault("messages", "'messages' must have at least one message.") }
        var leading: [String] = []
        var rest = all[...]
        while let first = rest.first, first.role == .system || first.role == .developer {
            leading.append(try Self.text(of: first, at: all.count - rest.count))
            rest.removeFirst()
        }
        instructions = leading.isEmpty ? nil : leading.joined(separator: "\n\n")
        messages = Array(rest)
        if rest.isEmpty {
            throw .fault("messages", "There are only instructions: add a message of role 'user'.")
        }
        for index in rest.indices {
            let message = rest[index]
            if !openCalls.isEmpty, message.role != .tool, message.role != .function {
                throw Self.unanswered(openCalls, index)
            }
            if index == rest.endIndex - 1, message.role == .user {
                input = try userParts(message, at: index).map { part in
                    switch part {
                    case .text(let text): .text(text)
                    case .image(let url, let detail): .image(url: url, detail: detail)
                    }
                }
            } else {
                try add(message, at: index)
            }
        }
        if !openCalls.isEmpty { throw Self.unanswered(openCalls, all.count) }
    }

    private static func unanswered(_ calls: [String], _ index: Int) -> MartletError {
        .fault(
            "messages[\(index)]",
            "The calls \(calls.joined(separator: ", ")) must be answered by messages of role 'tool' before this place.")
    }

    // MARK: Items

    private mutating func add(_ message: ChatMessage, at index: Int) throws(MartletError) {
        switch message.role {
        case .user: items.append(Self.item("user", try userParts(message, at: index).map(\.item)))
        case .system, .developer:
            // An item of role `system` would be dropped without a word.
            let text = try Self.text(of: message, at: index)
            items.append(Self.item("developer", [["type": "input_text", "text": .string(text)]]))
        case .assistant: try addAssistant(message, at: index)
        case .tool:
            guard let id = message.toolCallID?.rawValue, !id.isEmpty else {
                throw .fault("messages[\(index)].tool_call_id", "A message of role 'tool' needs a 'tool_call_id'.")
            }
            try addResult(id, message, at: index)
        case .function:
            guard let id = openCalls.first else {
                throw .fault("messages[\(index)]", "A message of role 'function' must follow a 'function_call'.")
            }
            try addResult(id, message, at: index)
        default:
            throw .fault(
                "messages[\(index)].role",
                "'\(message.role)' is no role. Use system, developer, user, assistant or tool.")
        }
    }

    private mutating func addAssistant(_ message: ChatMessage, at index: Int) throws(MartletError) {
        var calls = (message.toolCalls ?? []).map { ($0.id.rawValue, $0.function) }
        if let call = message.functionCall { calls.append(("call_function_\(index)", call)) }
        let text = try Self.optionalText(of: message, at: index) ?? message.refusal
        guard text != nil || !calls.isEmpty else {
            throw .fault("messages[\(index)]", "A message of role 'assistant' needs 'content' or 'tool_calls'.")
        }
        if let text, !text.isEmpty {
            items.append(Self.item("assistant", [["type": "output_text", "text": .string(text)]]))
        }
        for (id, function) in calls {
            guard !id.isEmpty, seenCalls.insert(id).inserted else {
                throw .fault("messages[\(index)].tool_calls", "Each call needs an 'id' of its own.")
            }
            openCalls.append(id)
            items.append([
                "type": "function_call", "name": .string(function.name), "arguments": .string(function.arguments),
                "call_id": .string(id),
            ])
        }
    }

    private mutating func addResult(_ id: String, _ message: ChatMessage, at index: Int) throws(MartletError) {
        guard let place = openCalls.firstIndex(of: id) else {
            // Codex would drop it without a word.
            throw .fault(
                "messages[\(index)].tool_call_id",
                "'\(id)' answers no call of the assistant's message before it.")
        }
        openCalls.remove(at: place)
        items.append([
            "type": "function_call_output", "call_id": .string(id),
            "output": .string(try Self.text(of: message, at: index)),
        ])
    }

    private static func item(_ role: String, _ content: [JSONValue]) -> JSONValue {
        ["type": "message", "role": .string(role), "content": .array(content)]
    }

    // MARK: Content

    private mutating func userParts(_ message: ChatMessage, at index: Int) throws(MartletError) -> [UserPart] {
        switch message.content {
        case .text(let text)?: return [.text(text)]
        case .parts(let parts)? where !parts.isEmpty:
            var result: [UserPart] = []
            for (position, part) in parts.enumerated() {
                result.append(try userPart(part, name: "messages[\(index)].content[\(position)]"))
            }
            return result
        default: throw .fault("messages[\(index)].content", "A message of role 'user' needs 'content'.")
        }
    }

    private mutating func userPart(_ part: ContentPart, name: String) throws(MartletError) -> UserPart {
        if let text = part.text { return .text(text) }
        guard case .imageURL(let url, let detail) = part else {
            throw .fault(name, "Codex takes text and images; this part is neither.")
        }
        // A path would make Codex read a file of this machine.
        guard ["http://", "https://", "data:image/"].contains(where: { url.lowercased().hasPrefix($0) }) else {
            throw .fault(name, "An image must be an http, https or data URL. Give files of this machine as data URLs.")
        }
        switch detail?.rawValue {
        case nil, "auto"?: return .image(url: url, detail: nil)
        case "high"?, "original"?: return .image(url: url, detail: detail?.rawValue)
        case let other?:
            // Codex would put a sentence in the image's place.
            notes.append("Codex does not know the image detail '\(other)'; 'auto' is used instead.")
            return .image(url: url, detail: nil)
        }
    }

    /// The text of a message that consists of nothing else.
    private static func text(of message: ChatMessage, at index: Int) throws(MartletError) -> String {
        guard let text = try optionalText(of: message, at: index) else {
            throw .fault("messages[\(index)].content", "A message of role '\(message.role)' needs 'content'.")
        }
        return text
    }

    private static func optionalText(of message: ChatMessage, at index: Int) throws(MartletError) -> String? {
        switch message.content {
        case nil: return nil
        case .text(let text)?: return text
        case .parts(let parts)?:
            var text = ""
            for (position, part) in parts.enumerated() {
                if let piece = part.text {
                    text += piece
                } else if case .refusal(let piece) = part {
                    text += piece
                } else {
                    throw .fault(
                        "messages[\(index)].content[\(position)]",
                        "A message of role '\(message.role)' takes only text for Codex.")
                }
            }
            return parts.isEmpty ? nil : text
        }
    }
}
