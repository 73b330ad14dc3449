/// Whether and which tools a model calls.
public enum ResponseToolChoice: Hashable, Sendable {
    /// The model chooses.
    case auto
    /// No tool is called.
    case none
    /// At least one tool is called.
    case required
    /// This function is called.
    case function(String)
    /// This tool, which takes free text, is called.
    case custom(String)
    /// Anything else, such as `allowed_tools` or one of the platform's own tools; kept as it came.
    case unknown(JSONValue)
}

extension ResponseToolChoice: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        let value = try reader.readValue()
        self = .unknown(value)
        switch value {
        case .string("auto"): self = .auto
        case .string("none"): self = .none
        case .string("required"): self = .required
        case .object(let object):
            guard object.count == 2, let name = object["name"]?.stringValue else { return }
            switch object["type"]?.stringValue {
            case "function"?: self = .function(name)
            case "custom"?: self = .custom(name)
            default: return
            }
        default: return
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .auto: writer.value("auto")
        case .none: writer.value("none")
        case .required: writer.value("required")
        case .function(let name): writer.value(["type": "function", "name": .string(name)] as JSONObject)
        case .custom(let name): writer.value(["type": "custom", "name": .string(name)] as JSONObject)
        case .unknown(let value): value.write(to: &writer)
        }
    }
}
