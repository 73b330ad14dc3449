import MartletAPI

/// The tools of a response as a chat's functions, and back.
///
/// A function stays one. A custom tool becomes a function with one text, `input`. The tools of a namespace, such as those of
/// MCP servers that a client runs, get its name before their own. What the client or OpenAI would have to run in a way that a
/// model of this platform knows nothing of is left out, and reported.
struct ResponseTools: Sendable {
    /// What a chat's function is to the client.
    struct Origin: Hashable, Sendable {
        var name: String
        var namespace: String?
        var isCustom = false
    }

    /// The type of the input item with which clients declare tools in the middle of a conversation.
    static let additionalTools = "additional_tools"

    /// What the model is given.
    private(set) var definitions: [ToolDefinition] = []
    /// The client's declarations of them.
    private(set) var kept: [ResponseTool] = []
    /// What was left out: `tools[5] (web_search)`.
    private(set) var ignored: [String] = []
    private var origins: [String: Origin] = [:]

    /// - Throws: ``PlatformError`` with 400.
    init(_ tools: [ResponseTool]) throws(PlatformError) {
        try add(tools, at: "tools")
    }

    /// Adds the tools that items of the input declare.
    ///
    /// - Throws: ``PlatformError`` with 400.
    mutating func add(declaredIn items: [ResponseItem]) throws(PlatformError) {
        for case .unknown(Self.additionalTools, let payload) in items {
            var tools: [ResponseTool] = []
            for tool in payload["tools"]?.arrayValue ?? [] { tools.append(Self.tool(tool)) }
            // They are shown where they were declared.
            let shown = kept
            try add(tools, at: "additional_tools")
            kept = shown
        }
    }

    private mutating func add(_ tools: [ResponseTool], at place: String) throws(PlatformError) {
        for (index, tool) in tools.enumerated() {
            let place = "\(place)[\(index)]"
            switch tool {
            case .function(let function):
                try add(function, in: nil, at: place)
                kept.append(tool)
            case .custom(let custom):
                try add(custom, in: nil, at: place)
                kept.append(tool)
            case .unknown("namespace", let payload): try addNamespace(payload, at: place)
            case .unknown(let type, _): try leaveOut(type, at: place)
            }
        }
    }

    private mutating func addNamespace(_ payload: JSONValue, at place: String) throws(PlatformError) {
        guard var namespace = payload.objectValue, let name = payload["name"]?.stringValue, !name.isEmpty,
            let tools = payload["tools"]?.arrayValue
        else {
            throw .invalidRequest("\(place) is a namespace and needs a name and tools.", parameter: place)
        }
        var usable: [JSONValue] = []
        for (index, value) in tools.enumerated() {
            let place = "\(place).tools[\(index)]"
            switch Self.tool(value) {
            case .function(let function): try add(function, in: name, at: place)
            case .custom(let custom): try add(custom, in: name, at: place)
            case .unknown(let type, _):
                try leaveOut(type, at: place)
                continue
            }
            usable.append(value)
        }
        namespace["tools"] = .array(usable)
        kept.append(.unknown(type: "namespace", payload: .object(namespace)))
    }

    private mutating func add(
        _ function: ResponseFunctionTool, in namespace: String?, at place: String
    ) throws(PlatformError) {
        var definition = FunctionDefinition(
            name: Self.chatName(function.name, in: namespace), description: function.description,
            parameters: function.parameters)
        definition.strict = function.strict
        try add(definition, Origin(name: function.name, namespace: namespace), at: place)
    }

    private mutating func add(
        _ tool: ResponseCustomTool, in namespace: String?, at place: String
    ) throws(PlatformError) {
        var description = tool.description ?? ""
        if let syntax = tool.format?["syntax"]?.stringValue, let grammar = tool.format?["definition"]?.stringValue {
            description += "\n\nThe input follows this grammar (\(syntax)):\n\(grammar)"
        }
        let definition = FunctionDefinition(
            name: Self.chatName(tool.name, in: namespace), description: description.isEmpty ? nil : description,
            parameters: [
                "type": "object", "properties": ["input": ["type": "string"]], "required": ["input"],
                "additionalProperties": false,
            ])
        try add(definition, Origin(name: tool.name, namespace: namespace, isCustom: true), at: place)
    }

    private mutating func add(
        _ definition: FunctionDefinition, _ origin: Origin, at place: String
    ) throws(PlatformError) {
        guard !origin.name.isEmpty else {
            throw .invalidRequest("\(place) needs a name.", parameter: "\(place).name")
        }
        guard origins.updateValue(origin, forKey: definition.name) == nil else {
            throw .invalidRequest(
                "\(place) has the name '\(definition.name.prefix(80))', which another tool has. Give it another.",
                parameter: "\(place).name")
        }
        definitions.append(ToolDefinition(type: .function, function: definition))
    }

    /// Tools that bring what the model would answer from: without them an answer would be another one.
    private static let refused: Set<String> = [
        "file_search", "code_interpreter", "mcp", "computer", "computer_use", "computer_use_preview",
    ]

    private mutating func leaveOut(_ type: String?, at place: String) throws(PlatformError) {
        guard let type, !["function", "custom"].contains(type) else {
            throw .invalidRequest("\(place) needs a type, and a name.", parameter: place)
        }
        guard !Self.refused.contains(type) else {
            throw .invalidRequest(
                """
                The tool \(type) is not available in responses on this platform. Tools of the types function and custom \
                are, and assistants can search files.
                """, code: "unsupported_tool", parameter: "\(place).type")
        }
        ignored.append("\(place) (\(type.prefix(40)))")
    }

    private static func tool(_ value: JSONValue) -> ResponseTool {
        guard let text = try? value.jsonBytes(), let tool = try? ResponseTool(json: text) else {
            return .unknown(type: nil, payload: value)
        }
        return tool
    }

    // MARK: Names

    /// The name that a chat's model calls a tool by.
    static func chatName(_ name: String, in namespace: String?) -> String {
        namespace.map { "\($0)__\(name)" } ?? name
    }

    /// What a function that the model called is to the client; one that nobody declared is a function of that name.
    func origin(of name: String) -> Origin { origins[name] ?? Origin(name: name) }
}

extension ResponseTools {
    /// No tools.
    static let none = ResponseTools()

    private init() {}
}
