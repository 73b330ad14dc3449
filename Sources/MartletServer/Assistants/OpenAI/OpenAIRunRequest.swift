import MartletAPI

/// What a client of OpenAI's wants of a run.
struct OpenAIRunRequest: Sendable {
    /// What ``create`` and ``createAndRun`` both take.
    private static let shared: Set<String> = [
        "assistant_id", "instructions", "max_completion_tokens", "max_prompt_tokens", "metadata", "model",
        "parallel_tool_calls", "response_format", "stream", "temperature", "tool_choice", "tools", "top_p",
        "truncation_strategy",
    ]
    /// The parameters of a run in a thread.
    static let create = shared.union(["additional_instructions", "additional_messages", "reasoning_effort"])
    /// The parameters of a run that makes its thread.
    static let createAndRun = shared.union(["thread", "tool_resources"])
    /// Those that an assistant has too, and that hold for its runs unless they say something else.
    private static let assistants = ["reasoning_effort", "response_format", "temperature", "tools", "top_p"]
    private static let own = [
        "max_completion_tokens", "max_prompt_tokens", "parallel_tool_calls", "tool_choice", "truncation_strategy",
    ]
    /// The `tool_resources` instead of the assistant's: first as the request has them, then with the ids of all vector
    /// stores.
    var toolResources: JSONObject?

    let members: RequestMembers
    let assistantID: AssistantID
    let model: ModelID?
    let isStreamed: Bool
    let metadata: JSONObject
    private let instructions: String?
    private let additionalInstructions: String?

    /// - Throws: ``PlatformError`` with 400.
    init(_ members: RequestMembers, limits: PlatformLimits) throws {
        self.members = members
        assistantID = AssistantID(rawValue: try members.requiredString("assistant_id"))
        model = try members.string("model").map { ModelID(rawValue: $0) }
        isStreamed = try members.bool("stream") ?? false
        metadata = try Metadata.checked(members["metadata"])
        instructions = try members.string("instructions")
        additionalInstructions = try members.string("additional_instructions")
        toolResources = try FileSearchResources.checked(members)
        _ = try members.integer("max_prompt_tokens", in: 1...Int(Int32.max))
        _ = try members.integer("max_completion_tokens", in: 1...Int(Int32.max))
        try Self.checkTruncation(members)
        try ChatParameters.check(members, limits: limits)
    }

    /// `auto` is what is always done here: the whole thread, and an error when it is too long.
    private static func checkTruncation(_ members: RequestMembers) throws(PlatformError) {
        guard let value = members["truncation_strategy"] else { return }
        let strategy = try RequestMembers(value, named: "truncation_strategy", allowed: ["type", "last_messages"])
        let count = try strategy.integer("last_messages", in: 1...Int(Int32.max))
        switch try strategy.requiredString("type") {
        case "auto": return
        case "last_messages": if count == nil { throw strategy.missing("last_messages") }
        case let type:
            throw .invalidRequest(
                "truncation_strategy.type must be auto or last_messages, not '\(type.prefix(40))'.",
                parameter: "truncation_strategy.type")
        }
    }

    /// Everything that the run is answered with. The assistant's part is as it is now: a later change of the assistant is
    /// for later runs.
    ///
    /// - Throws: ``PlatformError`` with 400.
    func parameters(_ assistant: StoredAssistant) throws -> JSONObject {
        var parameters: JSONObject = [:]
        let instructions = [self.instructions ?? assistant.instructions, additionalInstructions]
        parameters["instructions"] = .string(
            instructions.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n\n"))
        for name in Self.assistants { parameters[name] = members[name] ?? assistant.details[name] }
        for name in Self.own { parameters[name] = members[name] }
        if parameters["response_format"] == "auto" { parameters["response_format"] = nil }
        parameters["tools"] = parameters["tools"] ?? []
        if let toolResources { parameters["tool_resources"] = .object(toolResources) }
        try checkChoice(parameters, assistant)
        return parameters
    }

    /// A demand for a tool that there is not would be forgotten.
    private func checkChoice(_ parameters: JSONObject, _ assistant: StoredAssistant) throws(PlatformError) {
        // An assistant of PixiGPT's clients may have tools of the platform.
        guard assistant.toolsConfig == "[]", let choice = parameters["tool_choice"] else { return }
        let tools = parameters["tools"]?.arrayValue ?? []
        let searches = tools.contains { $0["type"] == "file_search" }
        if choice["type"] == "file_search", !searches {
            throw .invalidRequest(
                "tool_choice names file_search, which is none of the tools.", parameter: "tool_choice")
        }
        var names = Set(tools.compactMap { $0["function"]?["name"]?.stringValue })
        if searches { names.insert(FileSearchTool.name) }
        if choice == "required", names.isEmpty {
            throw .invalidRequest("tool_choice is required, and there are no tools.", parameter: "tool_choice")
        }
        if let name = choice["function"]?["name"]?.stringValue, !names.contains(name) {
            throw .invalidRequest(
                "tool_choice names '\(name.prefix(80))', which is none of the tools.", parameter: "tool_choice")
        }
    }
}
