/// What an assistant is made of, and what it is changed to: `POST /assistants`, `PUT /assistants/{id}`.
///
/// PixiGPT, of a change: "`name` and `instructions` both always sent".
public struct AssistantRequest: JSONConvertible, Hashable {
    /// What people call it. Required.
    public var name: String
    /// What it is told before every conversation. Required.
    public var instructions: String
    /// Which of the platform's own tools it may use, in the platform's own notation.
    ///
    /// In a change "key absent = keep, null = clear": ``Settable/unset`` keeps what is set, ``Settable/null`` allows all
    /// tools again. A new assistant has all tools in both cases.
    public var toolsConfig: Settable<String>
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(name: String, instructions: String, toolsConfig: Settable<String> = .unset) {
        self.name = name
        self.instructions = instructions
        self.toolsConfig = toolsConfig
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(name: "", instructions: "")
        var (hasName, hasInstructions) = (false, false)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": hasName = try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "instructions":
                hasInstructions = try reader.readField(key, into: &instructions, keepingIn: &additionalProperties)
            case "tools_config": try reader.readField(key, into: &toolsConfig, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasName else { throw JSONError(code: .missingField, message: "'name' is required, as a text") }
        guard hasInstructions else {
            throw JSONError(code: .missingField, message: "'instructions' is required, as a text")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("name", name)
            writer.field("instructions", instructions)
            writer.field("tools_config", toolsConfig)
        }
    }
}
