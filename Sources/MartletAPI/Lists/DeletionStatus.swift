/// The answer to the deletion of something.
///
/// PixiGPT's clients ignore it; the local platform sends it as OpenAI does.
public struct DeletionStatus: JSONConvertible, Hashable {
    /// What was deleted.
    public var id: String
    /// The kind of thing, such as `thread.deleted`.
    public var object: String
    /// Whether it is gone.
    public var deleted: Bool
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(id: String, object: String, deleted: Bool = true) {
        self.id = id
        self.object = object
        self.deleted = deleted
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", object: "")
        var hasId = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": hasId = try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "deleted": try reader.readField(key, into: &deleted, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasId else { throw JSONError(code: .missingField, message: "'id' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("object", object)
            writer.field("deleted", deleted)
        }
    }
}
