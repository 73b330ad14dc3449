/// A message to add to a thread: `POST /threads/{id}/messages`.
///
/// PixiGPT takes a plain text and answers with blocks: see ``ThreadMessage``.
public struct ThreadMessageRequest: JSONConvertible, Hashable {
    /// Who speaks. Required.
    public var role: ChatRole
    /// What is said. Required.
    public var content: String
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(role: ChatRole, content: String) {
        self.role = role
        self.content = content
    }

    /// A message of the person who asks.
    public static func user(_ content: String) -> ThreadMessageRequest { .init(role: .user, content: content) }
    /// A message of the model, to load a conversation that took place elsewhere.
    public static func assistant(_ content: String) -> ThreadMessageRequest {
        .init(role: .assistant, content: content)
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(role: "", content: "")
        var (hasRole, hasContent) = (false, false)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "role": hasRole = try reader.readField(key, into: &role, keepingIn: &additionalProperties)
            case "content": hasContent = try reader.readField(key, into: &content, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasRole else { throw JSONError(code: .missingField, message: "'role' is required, as a text") }
        guard hasContent else { throw JSONError(code: .missingField, message: "'content' is required, as a text") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("role", role)
            writer.field("content", content)
        }
    }
}
