import MartletAPI

/// The request that a run makes of a model: instructions, the whole thread, the rounds of tools so far.
struct RunPrompt {
    let claim: ClaimedRun
    let tools: [ToolDefinition]
    /// What the platform has found for the last message, to be read before it.
    var passages: String?

    /// The members of ``StoredRun/parameters`` that are not a chat request's.
    private static let own: Set<String> = [
        "instructions", "additional_instructions", "tools", "truncation_strategy", "max_prompt_tokens",
        "tool_resources",
    ]

    /// - Throws: `JSONError` when the stored parameters are none of a chat request.
    func request() throws -> ChatCompletionRequest {
        var members: JSONObject = ["messages": []]
        for (key, value) in claim.run.parameters where !Self.own.contains(key) { members[key] = value }
        var request = try ChatCompletionRequest(json: JSONValue.object(members).jsonBytes())
        request.model = claim.run.model.rawValue.isEmpty ? nil : claim.run.model
        request.messages = messages
        request.tools = tools.isEmpty ? nil : tools
        // Once tools were called as demanded, the model is free to answer.
        if !claim.run.rounds.isEmpty || tools.isEmpty { request.toolChoice = nil }
        // The platform has searched already.
        if claim.run.parameters["tool_choice"]?["type"] == "file_search" { request.toolChoice = nil }
        if tools.isEmpty { request.parallelToolCalls = nil }
        return request
    }

    private var messages: [ChatMessage] {
        var messages: [ChatMessage] = []
        let parameters = claim.run.parameters
        let instructions = [
            parameters["instructions"]?.stringValue ?? claim.assistant?.instructions,
            parameters["additional_instructions"]?.stringValue,
            passages.map { "\(Self.passagesHeading)\n\n\($0)" },
        ].compactMap { $0 }.filter { !$0.isEmpty }
        if !instructions.isEmpty { messages.append(.system(instructions.joined(separator: "\n\n"))) }
        messages += latest.map(Self.message)
        return messages + claim.run.rounds
    }

    private static let passagesHeading =
        "Passages of the user's files follow. Answer from them where they say what is asked."

    /// The whole thread; less only when the client has asked for that.
    private var latest: ArraySlice<StoredMessage> {
        let strategy = claim.run.parameters["truncation_strategy"]
        guard strategy?["type"] == "last_messages", let count = strategy?["last_messages"]?.intValue else {
            return claim.messages[...]
        }
        return claim.messages.suffix(max(0, count))
    }

    private static func message(_ stored: StoredMessage) -> ChatMessage {
        let parts = stored.content.compactMap(part)
        let texts = parts.compactMap(\.text)
        guard texts.count == parts.count else { return ChatMessage(role: stored.role, content: .parts(parts)) }
        return ChatMessage(role: stored.role, content: .text(texts.joined(separator: "\n\n")))
    }

    private static func part(_ block: JSONValue) -> ContentPart? {
        switch block["type"]?.stringValue {
        case "text": return block["text"]?["value"]?.stringValue.map { .text($0) }
        case "image_url":
            guard let image = block["image_url"], let url = image["url"]?.stringValue else { return nil }
            return .imageURL(url, detail: image["detail"]?.stringValue.map { ImageDetail(rawValue: $0) })
        default: return nil
        }
    }
}
