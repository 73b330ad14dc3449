/// An assistant: instructions, with a name, that runs follow.
///
/// The local platform writes exactly the members that PixiGPT documents: its Python client takes no others.
public struct Assistant: JSONConvertible, Hashable {
    /// Identifies the assistant.
    public var id: AssistantID
    /// `assistant`.
    public var object: String
    /// When it was made, in seconds since 1970.
    public var createdAt: Int
    /// What people call it.
    public var name: String
    /// What it is told before every conversation.
    public var instructions: String
    /// Which of the platform's own tools it may use, in the platform's own notation. Written as `null` when nil.
    ///
    /// PixiGPT: "null/absent = all Pixi tools".
    public var toolsConfig: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(id: AssistantID, createdAt: Int, name: String, instructions: String, toolsConfig: String? = nil) {
        self.id = id
        object = "assistant"
        self.createdAt = createdAt
        self.name = name
        self.instructions = instructions
        self.toolsConfig = toolsConfig
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", createdAt: 0, name: "", instructions: "")
        var hasId = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": hasId = try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "created_at": try reader.readField(key, into: &createdAt, keepingIn: &additionalProperties)
            case "name": try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "instructions": try reader.readField(key, into: &instructions, keepingIn: &additionalProperties)
            case "tools_config": try reader.readField(key, into: &toolsConfig, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasId else { throw JSONError(code: .missingField, message: "'id' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("object", object)
            writer.field("created_at", createdAt)
            writer.field("name", name)
            writer.field("instructions", instructions)
            writer.fieldOrNull("tools_config", toolsConfig)
        }
    }
}
