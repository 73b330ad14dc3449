/// A function that the model may call.
public struct ResponseFunctionTool: JSONConvertible, Hashable {
    /// The function's name: letters, digits, underscores and dashes, at most 64. Required.
    public var name: String
    /// What it does and when to call it; the model reads this.
    public var description: String?
    /// The arguments as a JSON Schema. Passed on untouched.
    public var parameters: JSONValue?
    /// Whether the arguments must follow the schema to the letter. OpenAI takes nil for true, other than with chat
    /// completions.
    public var strict: Bool?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(name: String, description: String? = nil, parameters: JSONValue? = nil, strict: Bool? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.strict = strict
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(name: "")
        var hasName = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "name": hasName = try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "description": try reader.readField(key, into: &description, keepingIn: &additionalProperties)
            case "parameters": try reader.readField(key, into: &parameters, keepingIn: &additionalProperties)
            case "strict": try reader.readField(key, into: &strict, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasName else { throw JSONError(code: .missingField, message: "'name' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", "function")
            writer.field("name", name)
            writer.field("description", description)
            writer.field("parameters", parameters)
            writer.field("strict", strict)
        }
    }
}
