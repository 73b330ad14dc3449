/// A message among the items of a response's input or output.
public struct ResponseMessage: JSONConvertible, Hashable {
    /// Identifies the message, in an output.
    public var id: ResponseItemID?
    /// Who speaks. Required.
    public var role: ChatRole
    /// How far it is, in an output.
    public var status: ResponseStatus?
    /// What is said. Required.
    public var content: ResponseContent
    /// Whether it is the answer or something said on the way to it.
    public var phase: ResponsePhase?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: ResponseItemID? = nil, role: ChatRole, status: ResponseStatus? = nil, content: ResponseContent) {
        self.id = id
        self.role = role
        self.status = status
        self.content = content
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(role: "", content: .text(""))
        var hasRole = false
        var hasContent = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "role": hasRole = try reader.readField(key, into: &role, keepingIn: &additionalProperties)
            case "status": try reader.readField(key, into: &status, keepingIn: &additionalProperties)
            case "content": hasContent = try reader.readField(key, into: &content, keepingIn: &additionalProperties)
            case "phase": try reader.readField(key, into: &phase, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasRole else { throw JSONError(code: .missingField, message: "'role' is required") }
        guard hasContent else { throw JSONError(code: .missingField, message: "'content' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", "message")
            writer.field("id", id)
            writer.field("role", role)
            writer.field("status", status)
            writer.field("content", content)
            writer.field("phase", phase)
        }
    }
}
