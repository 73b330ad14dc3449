/// A conversation that the platform keeps: `thread` on the wire. (Foundation has a `Thread` of another kind.)
public struct ChatThread: JSONConvertible, Hashable {
    /// Identifies the thread.
    public var id: ThreadID
    /// `thread`.
    public var object: String
    /// When it was made, in seconds since 1970.
    public var createdAt: Int
    /// What its owner noted; empty where the platform sends none.
    public var metadata: [String: String]
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(id: ThreadID, createdAt: Int, metadata: [String: String] = [:]) {
        self.id = id
        object = "thread"
        self.createdAt = createdAt
        self.metadata = metadata
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", createdAt: 0)
        var hasId = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": hasId = try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "created_at": try reader.readField(key, into: &createdAt, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
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
            writer.field("metadata", metadata)
        }
    }
}
