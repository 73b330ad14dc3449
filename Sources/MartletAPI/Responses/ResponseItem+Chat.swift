extension [ResponseItem] {
    /// The items as the messages of a chat. Reasoning, text and calls of the model that follow one another are one message.
    ///
    /// A call of a tool that takes free text becomes a call of a function with the argument `input`, and a command for the
    /// caller's shell a call of the function `local_shell`, since a chat has no such calls. Reasoning that only the
    /// platform can read is left out.
    ///
    /// - Throws: ``ResponseTranslationError`` for an item that a chat cannot express: a reference to a stored item, one of
    ///   an unknown kind, and an image that is an uploaded file.
    public func chatMessages() throws(ResponseTranslationError) -> [ChatMessage] {
        var builder = ChatMessagesBuilder()
        for (position, item) in enumerated() { try builder.add(item, at: position) }
        return builder.finish()
    }
}

/// Puts messages together from items.
private struct ChatMessagesBuilder {
    private var messages: [ChatMessage] = []
    /// The model's message to which the next items may belong.
    private var answer: ChatMessage?

    mutating func finish() -> [ChatMessage] {
        if let answer { messages.append(answer) }
        answer = nil
        return messages
    }

    mutating func add(_ item: ResponseItem, at position: Int) throws(ResponseTranslationError) {
        switch item {
        case .message(let message) where message.role == .assistant: try addAnswer(message, at: position)
        case .message(let message):
            append(ChatMessage(role: message.role, content: try content(message.content, at: position)))
        case .reasoning(let reasoning):
            guard let text = reasoning.text else { return }
            if answer?.content != nil || answer?.toolCalls != nil { _ = finish() }
            let before = answer?.reasoningContent.map { $0 + "\n\n" } ?? ""
            answer = answer ?? ChatMessage(role: .assistant, content: nil)
            answer?.reasoningContent = before + text
        case .functionCall(let call): add(call.toolCall)
        case .customToolCall(let call): add(call.callID, call.name, ["input": .string(call.input)])
        case .localShellCall(let call):
            let action = (try? JSONValue(json: call.action.jsonBytes())) ?? [:]
            add(call.callID ?? ToolCallID(rawValue: call.id?.rawValue ?? ""), "local_shell", action)
        case .functionCallOutput(let output): try addResult(output.output, of: output.callID, at: position)
        case .customToolCallOutput(let output): try addResult(output.output, of: output.callID, at: position)
        case .localShellCallOutput(let output):
            let call = output.callID ?? ToolCallID(rawValue: output.id?.rawValue ?? "")
            try addResult(output.output, of: call, at: position)
        case .itemReference:
            throw ResponseTranslationError(
                message: "Items cannot be referred to here. Send the item itself.", parameter: "input[\(position)]")
        case .unknown(let type, _):
            let kind = type.map { "of type '\($0.prefix(64))'" } ?? "without a known type"
            throw ResponseTranslationError(
                message: "An item \(kind), or what it holds, is not supported here. Leave it out or correct it.",
                parameter: "input[\(position)]")
        }
    }

    private mutating func append(_ message: ChatMessage) {
        _ = finish()
        messages.append(message)
    }

    private mutating func addAnswer(
        _ message: ResponseMessage, at position: Int
    ) throws(ResponseTranslationError) {
        let said = try content(message.content, at: position)
        if answer?.content != nil || answer?.toolCalls != nil { _ = finish() }
        answer = answer ?? ChatMessage(role: .assistant, content: nil)
        // A chat has one text where an answer has several parts of it.
        if case .parts(let parts) = said, parts.allSatisfy({ $0.text != nil }) {
            answer?.content = .text(said.text)
        } else {
            answer?.content = said
        }
    }

    private mutating func add(_ call: ToolCallID, _ name: String, _ arguments: JSONValue) {
        let text = (try? arguments.jsonText()) ?? "{}"
        add(ToolCall(id: call, type: .function, function: ToolCallFunction(name: name, arguments: text)))
    }

    private mutating func add(_ call: ToolCall) {
        var message = answer ?? ChatMessage(role: .assistant, content: nil)
        message.toolCalls = (message.toolCalls ?? []) + [call]
        answer = message
    }

    private mutating func addResult(
        _ output: ResponseContent, of call: ToolCallID, at position: Int
    ) throws(ResponseTranslationError) {
        var message = ChatMessage(role: .tool, content: try content(output, at: position))
        message.toolCallID = call
        append(message)
    }

    /// The content; a single text is no part, which more servers understand.
    private func content(
        _ content: ResponseContent, at position: Int
    ) throws(ResponseTranslationError) -> ChatContent {
        guard case .parts(let parts) = content else { return .text(content.text) }
        var translated: [ContentPart] = []
        for part in parts {
            guard let part = part.chatPart else {
                throw ResponseTranslationError(
                    message: "An image that is an uploaded file is not supported here. Send it by URL.",
                    parameter: "input[\(position)].content")
            }
            translated.append(part)
        }
        if translated.count == 1, let text = translated[0].text { return .text(text) }
        return .parts(translated)
    }
}
