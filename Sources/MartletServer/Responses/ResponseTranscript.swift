import MartletAPI

/// The items of a conversation as the messages of a chat.
///
/// - Instructions, and what systems and developers say before anybody else, are one system message: many chat templates
///   have a place for one, in front.
/// - Calls that stand together are one message of the assistant, with what it said right before; the outputs follow them
///   at once, wherever they came.
/// - Reasoning is not said again.
struct ResponseTranscript {
    private(set) var messages: [ChatMessage] = []
    /// What was called and is not answered yet.
    private var waiting: [ToolCallID] = []
    /// The outputs that are not used yet, by their calls; in order, for servers that give an id twice.
    private var outputs: [ToolCallID: [ChatMessage]] = [:]

    /// - Throws: ``PlatformError`` with 400 for a call without an output, and for an output without a call.
    init(instructions: String?, items: [ResponseItem]) throws(PlatformError) {
        var heading = instructions.map { $0.isEmpty ? [] : [$0] } ?? []
        var isInFront = true
        for item in items { collectOutput(item) }
        for item in items {
            if isInFront, case .message(let message) = item, let text = Self.instruction(message) {
                heading.append(text)
                continue
            }
            if case .message = item { isInFront = false }
            try add(item)
        }
        try answerCalls()
        if let unused = outputs.keys.min(by: { $0.rawValue < $1.rawValue }) {
            throw .invalidRequest(
                "No tool call found for function call output with call_id \(unused.rawValue.prefix(200)).",
                parameter: "input")
        }
        if !heading.isEmpty { messages.insert(.system(heading.joined(separator: "\n\n")), at: 0) }
    }

    private static func instruction(_ message: ResponseMessage) -> String? {
        guard [.system, .developer].contains(message.role) else { return nil }
        // One with a picture is no heading.
        let texts = message.content.parts.map(\.text)
        return texts.contains(nil) ? nil : texts.compactMap { $0 }.joined()
    }

    private mutating func collectOutput(_ item: ResponseItem) {
        switch item {
        case .functionCallOutput(let output): collect(output.output, of: output.callID)
        case .customToolCallOutput(let output): collect(output.output, of: output.callID)
        default: break
        }
    }

    private mutating func collect(_ output: ResponseContent, of call: ToolCallID) {
        var message = ChatMessage(role: .tool, content: Self.content(output))
        message.toolCallID = call
        outputs[call, default: []].append(message)
    }

    private mutating func add(_ item: ResponseItem) throws(PlatformError) {
        switch item {
        case .message(let message):
            try answerCalls()
            messages.append(ChatMessage(role: message.role, content: Self.content(message.content)))
        case .functionCall(let call):
            // A call that was cut off must not be made.
            guard call.status != .incomplete else { return }
            let namespace = call.additionalProperties["namespace"]?.stringValue
            add(
                call.callID, ResponseTools.chatName(call.name, in: namespace),
                arguments: Self.arguments(call.arguments))
        case .customToolCall(let call):
            guard call.status != .incomplete else { return }
            let namespace = call.additionalProperties["namespace"]?.stringValue
            add(
                call.callID, ResponseTools.chatName(call.name, in: namespace),
                arguments: Self.text(["input": .string(call.input)]))
        case .functionCallOutput, .customToolCallOutput:
            // Everything up to here was called; what is called later is another round.
            try answerCalls()
        case .reasoning, .itemReference, .localShellCall, .localShellCallOutput, .unknown: return
        }
    }

    private mutating func add(_ id: ToolCallID, _ name: String, arguments: String) {
        let call = ToolCall(
            id: id, type: .function, function: ToolCallFunction(name: name, arguments: arguments))
        // Right behind a message of the assistant, the calls are part of it.
        if messages.last?.role != .assistant { messages.append(ChatMessage(role: .assistant, content: nil)) }
        messages[messages.count - 1].toolCalls = (messages[messages.count - 1].toolCalls ?? []) + [call]
        waiting.append(id)
    }

    /// Puts the outputs of what was called behind the calls.
    private mutating func answerCalls() throws(PlatformError) {
        for id in waiting {
            guard var left = outputs.removeValue(forKey: id) else {
                throw .invalidRequest(
                    "No tool output found for function call \(id.rawValue.prefix(200)).", parameter: "input")
            }
            messages.append(left.removeFirst())
            if !left.isEmpty { outputs[id] = left }
        }
        waiting = []
    }

    // MARK: Contents

    private static func content(_ content: ResponseContent) -> ChatContent {
        let parts = content.parts.compactMap(part)
        let texts = parts.compactMap(\.text)
        return texts.count == parts.count ? .text(texts.joined()) : .parts(parts)
    }

    private static func part(_ part: ResponseContentPart) -> ContentPart? {
        switch part {
        case .inputImage(let image): image.imageURL.map { .imageURL($0, detail: image.detail) }
        default: (part.text ?? part.refusalText).map { .text($0) }
        }
    }

    /// Chat templates read arguments as JSON; what a model wrote instead is kept as a text.
    private static func arguments(_ text: String) -> String {
        if (try? JSONValue(json: text))?.objectValue != nil { return text }
        return text.isEmpty ? "{}" : Self.text(["arguments": .string(text)])
    }

    private static func text(_ value: JSONValue) -> String { (try? value.jsonText()) ?? "{}" }
}
