/// A tool that the model may call.
public struct ToolDefinition: JSONConvertible, Hashable {
    /// The kind of tool; almost always ``ToolType/function``.
    public var type: ToolType
    /// The function, when the tool is one.
    public var function: FunctionDefinition?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(type: ToolType, function: FunctionDefinition?) {
        self.type = type
        self.function = function
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(type: .function, function: nil)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.readField(key, into: &type, keepingIn: &additionalProperties)
            case "function": try reader.readField(key, into: &function, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", type)
            writer.field("function", function)
        }
    }
}

extension ToolDefinition {
    /// A function tool.
    ///
    /// - Parameters:
    ///   - name: Letters, digits, underscores and dashes, at most 64.
    ///   - description: What it does and when to call it; the model reads this.
    ///   - parameters: The arguments as a JSON Schema. Nil means no arguments.
    public static func function(
        _ name: String, description: String? = nil, parameters: JSONValue? = nil
    ) -> ToolDefinition {
        ToolDefinition(
            type: .function,
            function: FunctionDefinition(name: name, description: description, parameters: parameters))
    }
}
