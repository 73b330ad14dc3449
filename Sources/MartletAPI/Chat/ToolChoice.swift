/// Whether and which tools a model calls.
public enum ToolChoice: Hashable, Sendable {
    /// The model decides. The default when there are tools.
    case auto
    /// No tool is called.
    case none
    /// At least one tool is called.
    case required
    /// This function is called.
    case function(String)
    /// A choice that is not modelled, kept as it came.
    case unknown(JSONValue)
}

extension ToolChoice: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        switch try reader.readValue() {
        case .string("auto"): self = .auto
        case .string("none"): self = .none
        case .string("required"): self = .required
        case let value:
            if let name = value["function"]?["name"]?.stringValue,
                value == ["type": "function", "function": ["name": .string(name)]]
            {
                self = .function(name)
            } else {
                self = .unknown(value)
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .auto: writer.value("auto")
        case .none: writer.value("none")
        case .required: writer.value("required")
        case .function(let name):
            let choice: JSONValue = ["type": "function", "function": ["name": .string(name)]]
            choice.write(to: &writer)
        case .unknown(let value): value.write(to: &writer)
        }
    }
}
