/// A tool that the model may call.
///
/// Unlike in chat completions, a function's members lie beside its `type`. A tool of a kind that is not modelled
/// (`web_search`, `file_search`, `mcp`, …) keeps its whole JSON and writes it back.
public enum ResponseTool: Hashable, Sendable {
    /// A function.
    case function(ResponseFunctionTool)
    /// A tool that takes free text.
    case custom(ResponseCustomTool)
    /// Any other kind.
    case unknown(type: String?, payload: JSONValue)

    /// A function tool.
    ///
    /// - Parameters:
    ///   - name: Letters, digits, underscores and dashes, at most 64.
    ///   - description: What it does and when to call it; the model reads this.
    ///   - parameters: The arguments as a JSON Schema. Nil means no arguments.
    ///   - strict: Whether the arguments must follow the schema to the letter. Default false, as in chat completions.
    public static func function(
        _ name: String, description: String? = nil, parameters: JSONValue? = nil, strict: Bool = false
    ) -> ResponseTool {
        .function(
            ResponseFunctionTool(
                name: name, description: description, parameters: parameters ?? noArguments, strict: strict))
    }

    /// The schema of a function without arguments: OpenAI requires one.
    static let noArguments: JSONValue = ["type": "object", "properties": [:]]

    /// The tool's name, when it has one.
    public var name: String? {
        switch self {
        case .function(let tool): tool.name
        case .custom(let tool): tool.name
        case .unknown(_, let payload): payload["name"]?.stringValue
        }
    }
}

extension ResponseTool: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        guard try reader.peek() == .object else { throw reader.mismatch("an object that is a tool") }
        let type = try reader.peekText(of: "type")
        switch type {
        case "function"?:
            if let tool = try ResponseFunctionTool.readField(from: &reader) {
                self = .function(tool)
                return
            }
        case "custom"?:
            if let tool = try ResponseCustomTool.readField(from: &reader) {
                self = .custom(tool)
                return
            }
        default: break
        }
        self = .unknown(type: type, payload: try reader.readValue())
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .function(let tool): tool.write(to: &writer)
        case .custom(let tool): tool.write(to: &writer)
        case .unknown(_, let payload): payload.write(to: &writer)
        }
    }
}
