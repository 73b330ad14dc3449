public import MartletAPI

/// Four tools to try an agent with: `calculate`, `read_file`, `get_weather` and `web_search`.
///
/// `calculate` and `read_file` do what they say. `get_weather` and `web_search` have nobody to ask: their results are made
/// up from the arguments, always the same for the same ones, and say so in `simulated` and `note`, so that a model does not
/// take them for the truth. None of them waits or reaches beyond this machine.
public struct BuiltInTools: Sendable {
    /// The directory that `read_file` reads below. Nil, the default: the program's working directory.
    public var root: String?
    /// The most bytes of a file that `read_file` reads. Default 256 KiB.
    public var maximumFileBytes: Int

    /// Creates the tools.
    public init(root: String? = nil, maximumFileBytes: Int = 256 << 10) {
        self.root = root
        self.maximumFileBytes = maximumFileBytes
    }

    /// The names of the sets of tools: `all`.
    public static let sets = ["all"]

    /// What the model is told.
    public var definitions: [ToolDefinition] {
        [
            .function(
                "web_search", description: "Search the web. Simulated: the results are made up.",
                parameters: Self.parameters(
                    [
                        "query": ["type": "string", "description": "What to search for."],
                        "max_results": ["type": "integer", "minimum": 1, "maximum": 10, "description": "Default 3."],
                    ], required: ["query"])),
            .function(
                "calculate", description: "Work out an arithmetic expression, such as (2 + 3) * sqrt(16) / 7 or 2^10.",
                parameters: Self.parameters(
                    [
                        "expression": [
                            "type": "string",
                            "description":
                                "Numbers, + - * / // % ^ and parentheses; sqrt, abs, round, floor, ceil, min, max, sin, cos, tan, exp, ln, log10, log2; pi, e.",
                        ]
                    ], required: ["expression"])),
            .function(
                "get_weather", description: "The weather in a place. Simulated: the numbers are made up.",
                parameters: Self.parameters(
                    [
                        "location": ["type": "string", "description": "A city."],
                        "units": ["type": "string", "enum": ["metric", "imperial"], "description": "Default metric."],
                    ], required: ["location"])),
            .function(
                "read_file", description: "Read a text file.",
                parameters: Self.parameters(
                    ["file_path": ["type": "string", "description": "The path, relative to the working directory."]],
                    required: ["file_path"])),
        ]
    }

    private static func parameters(_ properties: JSONObject, required: [String]) -> JSONValue {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(required.map { .string($0) }),
        ]
    }

    /// What runs, by the names of the tools.
    public var handlers: [String: ToolHandler] {
        let files = FileReader(root: root, maximumBytes: maximumFileBytes)
        return [
            "web_search": { arguments in
                SimulatedTools.webSearch(
                    arguments["query"]?.stringValue ?? "", maxResults: arguments["max_results"]?.intValue ?? 3)
            },
            "calculate": { arguments in
                let expression = arguments["expression"]?.stringValue ?? ""
                return ["expression": .string(expression), "result": try Calculator.evaluate(expression).json]
                    as JSONValue
            },
            "get_weather": { arguments in
                SimulatedTools.weather(
                    in: arguments["location"]?.stringValue ?? "",
                    isImperial: arguments["units"]?.stringValue == "imperial")
            },
            "read_file": { arguments in try files.read(arguments["file_path"]?.stringValue ?? "") },
        ]
    }

    /// What runs under a name.
    public func handler(named name: String) -> ToolHandler? { handlers[name] }

    /// The names of the tools.
    public var names: [String] { definitions.compactMap(\.function?.name) }
}
