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
        // The platform runs this one itself.
        if let tools = chat["tools"]?.arrayValue {
            let functions = tools.filter { $0["type"] != "file_search" }
            chat["tools"] = functions.isEmpty ? nil : .array(functions)
        }
        if chat["tool_choice"] == ["type": "file_search"] { chat["tool_choice"] = nil }
        if chat["tools"] == nil, chat["tool_choice"] == "required" { chat["tool_choice"] = nil }
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
                guard name != FileSearchTool.name || !tools.contains(where: { $0["type"] == "file_search" }) else {
                    throw .invalidRequest(
                        "\(place) is a function of the same name as the tool file_search. Give it another.",
                        parameter: place)
                }
            case "file_search":
                _ = try FileSearchOptions(tool, at: place)
                guard !tools[..<index].contains(where: { $0["type"] == "file_search" }) else {
                    throw .invalidRequest("\(place) is a second file_search; there can be one.", parameter: place)
                }
            case "code_interpreter":
                throw .invalidRequest(
                    "The tool code_interpreter is not available on this platform yet. "
                        + "Tools of the types function and file_search are.",
                    code: "unsupported_tool", parameter: "\(place).type")
            default:
                throw .invalidRequest(
                    "\(place) must be an object with the type function or file_search.", parameter: "\(place).type")
            }
        }
    }
}
