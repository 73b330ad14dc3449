import MartletAPI

extension ResponseTools {
    /// Puts a response's choice of tools into a chat request, with the tools that it allows.
    ///
    /// - Throws: ``PlatformError`` with 400 when it demands a tool that the model is not given.
    func apply(_ choice: ResponseToolChoice?, to chat: inout ChatCompletionRequest) throws(PlatformError) {
        chat.tools = definitions.isEmpty ? nil : definitions
        switch choice {
        case nil, .auto?: chat.toolChoice = nil
        case ResponseToolChoice.none?: chat.toolChoice = definitions.isEmpty ? nil : ToolChoice.none
        case .required?:
            guard !definitions.isEmpty else {
                throw .invalidRequest(
                    "tool_choice is required, but the model is given no tools.", parameter: "tool_choice")
            }
            chat.toolChoice = .required
        case .function(let name)?, .custom(let name)?: chat.toolChoice = .function(try demanded(name))
        case .unknown(let value)?: try apply(value, to: &chat)
        }
    }

    private func apply(_ choice: JSONValue, to chat: inout ChatCompletionRequest) throws(PlatformError) {
        let type = choice["type"]?.stringValue
        switch type {
        case "function", "custom":
            guard let name = choice["name"]?.stringValue else { throw Self.invalidChoice }
            chat.toolChoice = .function(try demanded(name, in: choice["namespace"]?.stringValue))
        case "allowed_tools":
            guard let tools = choice["tools"]?.arrayValue, let mode = choice["mode"]?.stringValue,
                mode == "auto" || mode == "required"
            else { throw Self.invalidChoice }
            var allowed: Set<String> = []
            for tool in tools {
                guard let name = tool["name"]?.stringValue else { throw Self.unavailable(tool["type"]?.stringValue) }
                allowed.insert(try demanded(name, in: tool["namespace"]?.stringValue))
            }
            chat.tools = definitions.filter { allowed.contains($0.function?.name ?? "") }
            if chat.tools?.isEmpty == true { chat.tools = nil }
            chat.toolChoice = mode == "required" && chat.tools != nil ? .required : nil
        case let type?: throw Self.unavailable(type)
        case nil: throw Self.invalidChoice
        }
    }

    private func demanded(_ name: String, in namespace: String? = nil) throws(PlatformError) -> String {
        let name = Self.chatName(name, in: namespace)
        guard definitions.contains(where: { $0.function?.name == name }) else {
            throw .invalidRequest(
                "tool_choice names '\(name.prefix(80))', which is not among the tools.", parameter: "tool_choice")
        }
        return name
    }

    private static func unavailable(_ type: String?) -> PlatformError {
        .invalidRequest(
            "tool_choice demands the tool \(type?.prefix(40) ?? "?"), which is not available on this platform.",
            code: "unsupported_tool", parameter: "tool_choice")
    }

    private static let invalidChoice = PlatformError.invalidRequest(
        "tool_choice must be none, auto, required, an object with the type and the name of a tool, or allowed_tools.",
        parameter: "tool_choice")
}
