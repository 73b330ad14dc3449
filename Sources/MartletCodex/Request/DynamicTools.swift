import Martlet
import MartletAPI

/// The tools of a request, as the app-server takes them.
enum DynamicTools {
    /// - Returns: The tools, and what cannot be honoured, a sentence each.
    /// - Throws: `MartletError` with `invalidRequest`, which names the tool.
    static func from(_ request: ChatCompletionRequest) throws(MartletError) -> (tools: [JSONValue], notes: [String]) {
        var notes: [String] = []
        var tools: [JSONValue] = []
        var names: Set<String> = []
        var functions: [(name: String, function: FunctionDefinition)] = []
        for (index, tool) in (request.tools ?? []).enumerated() {
            guard tool.type == .function, let function = tool.function else {
                throw .fault("tools[\(index)]", "Codex takes only tools of type 'function' from a request.")
            }
            functions.append(("tools[\(index)].function", function))
        }
        for (index, function) in (request.functions ?? []).enumerated() {
            functions.append(("functions[\(index)]", function))
        }
        for (place, function) in functions {
            guard !function.name.isEmpty, names.insert(function.name).inserted else {
                throw .fault("\(place).name", "Each function needs a name of its own.")
            }
            tools.append([
                "type": "function", "name": .string(function.name), "description": .string(function.description ?? ""),
                "inputSchema": function.parameters ?? ["type": "object", "properties": [:]],
            ])
        }
        if request.functions?.isEmpty == false {
            notes.append("Calls of 'functions' are answered as 'tool_calls'.")
        }
        switch request.toolChoice {
        case nil, .auto?: break
        case ToolChoice.none?: tools = []
        case .required?, .function?, .unknown?:
            notes.append("Codex decides itself whether it calls a tool: 'tool_choice' is taken for 'auto'.")
        }
        return (tools, notes)
    }
}
