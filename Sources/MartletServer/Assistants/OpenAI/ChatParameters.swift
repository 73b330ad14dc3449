import MartletAPI

/// What an assistant and a run ask of the model in the same words as a chat request.
enum ChatParameters {
    private static let names: Set<String> = [
        "max_completion_tokens", "parallel_tool_calls", "reasoning_effort", "response_format", "temperature",
        "tool_choice", "tools", "top_p",
    ]
    /// OpenAI: "There can be a maximum of 128 tools per assistant."
    private static let toolLimit = 128

    /// Refuses what a chat request is refused for.
    ///
    /// - Throws: ``PlatformError`` with 400 and the parameter's name.
    static func check(_ members: RequestMembers, limits: PlatformLimits) throws {
        try checkTools(members)
        var chat: JSONObject = ["messages": [["role": "user", "content": "x"]]]
        for name in names { chat[name] = members[name] }
        // OpenAI's default, which is no format.
        if chat["response_format"] == "auto" { chat["response_format"] = nil }
        let request = try ChatCompletionRequest(json: JSONValue.object(chat).jsonBytes())
        try ChatRequestValidator(limits: limits).validate(request)
        if case .unknown? = request.toolChoice {
            throw PlatformError.invalidRequest(
                "tool_choice must be none, auto, required or an object that names a function.",
                parameter: "tool_choice")
        }
    }

    private static func checkTools(_ members: RequestMembers) throws(PlatformError) {
        guard let tools = try members.array("tools") else { return }
        guard tools.count <= toolLimit else {
            throw .invalidRequest("There are \(tools.count) tools; the limit is \(toolLimit).", parameter: "tools")
        }
        for (index, tool) in tools.enumerated() {
            let place = "tools[\(index)]"
            switch tool["type"]?.stringValue {
            case "function":
                guard let name = tool["function"]?["name"]?.stringValue, !name.isEmpty else {
                    throw .invalidRequest("\(place) needs a function with a name.", parameter: place)
                }
            case "code_interpreter"?, "file_search"?:
                throw .invalidRequest(
                    "The tool \(tool["type"]?.stringValue ?? "") is not available on this platform yet. "
                        + "Tools of the type function are.",
                    code: "unsupported_tool", parameter: "\(place).type")
            default:
                throw .invalidRequest(
                    "\(place) must be an object with the type function.", parameter: "\(place).type")
            }
        }
    }

    /// OpenAI's `tool_resources` name files, which there are not: only an empty set of them is what it says.
    ///
    /// - Throws: ``PlatformError`` with 400.
    static func toolResources(_ members: RequestMembers) throws(PlatformError) -> JSONObject? {
        guard let value = members["tool_resources"] else { return nil }
        guard let resources = value.objectValue else {
            throw .invalidRequest(
                "tool_resources must be an object.", code: "invalid_type", parameter: "tool_resources")
        }
        for (tool, value) in resources where value != .null {
            let isEmpty = value.objectValue?.allSatisfy { $0.value == .null || $0.value == .array([]) } ?? false
            guard isEmpty else {
                throw .invalidRequest(
                    "tool_resources.\(tool.prefix(80)) names files, which this platform does not keep yet. "
                        + "Leave it out.",
                    code: "unsupported_parameter", parameter: "tool_resources")
            }
        }
        return resources
    }
}
