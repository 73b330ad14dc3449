/// A message of a thread.
///
/// The local platform writes exactly the members that PixiGPT documents, and leaves out the optional ones that are nil:
/// its Python client takes no others.
public struct ThreadMessage: JSONConvertible, Hashable {
    /// Identifies the message.
    public var id: MessageID
    /// `thread.message`.
    public var object: String
    /// When it was made, in seconds since 1970.
    public var createdAt: Int
    /// The thread that it belongs to.
    public var threadID: ThreadID
    /// Who speaks.
    public var role: ChatRole
    /// What is said, in blocks. A bare text is read as one block of text.
    public var content: [ThreadContent]
    /// The reasoning before the answer. PixiGPT has it on the message here, unlike in chats.
    public var reasoningContent: String?
    /// What the platform's own tools read on the way to the answer.
    public var sources: [SourceAttachment]?
    /// Images and sounds that the platform's own tools made.
    public var media: [MediaAttachment]?
    /// Programs that the platform's own tools ran.
    public var code: [CodeAttachment]?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: MessageID, createdAt: Int, threadID: ThreadID, role: ChatRole, content: [ThreadContent]) {
        self.id = id
        object = "thread.message"
        self.createdAt = createdAt
        self.threadID = threadID
        self.role = role
        self.content = content
    }

    /// The text: of the blocks of text, joined without a separator.
    public var text: String { content.compactMap(\.text).joined() }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", createdAt: 0, threadID: "", role: "", content: [])
        var hasId = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": hasId = try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "created_at": try reader.readField(key, into: &createdAt, keepingIn: &additionalProperties)
            case "thread_id": try reader.readField(key, into: &threadID, keepingIn: &additionalProperties)
            case "role": try reader.readField(key, into: &role, keepingIn: &additionalProperties)
            case "content":
                if try reader.peek() == .string {
                    content = [.text(ThreadText(try reader.readString()))]
                } else {
                    try reader.readField(key, into: &content, keepingIn: &additionalProperties)
                }
            case "reasoning_content":
                try reader.readField(key, into: &reasoningContent, keepingIn: &additionalProperties)
            case "sources": try reader.readField(key, into: &sources, keepingIn: &additionalProperties)
            case "media": try reader.readField(key, into: &media, keepingIn: &additionalProperties)
            case "code": try reader.readField(key, into: &code, keepingIn: &additionalProperties)
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
            writer.field("thread_id", threadID)
            writer.field("role", role)
            writer.field("content", content)
            writer.field("reasoning_content", reasoningContent)
            writer.field("sources", sources)
            writer.field("media", media)
            writer.field("code", code)
        }
    }
}
