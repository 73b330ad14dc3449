/// The answer to the deletion of a response.
public struct DeletedResponse: JSONConvertible, Hashable {
    /// What was deleted. Required.
    public var id: ResponseID
    /// `response`, or `response.deleted`.
    public var object: String
    /// Whether it is gone.
    public var deleted: Bool
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(id: ResponseID, object: String = "response", deleted: Bool = true) {
        self.id = id
        self.object = object
        self.deleted = deleted
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "")
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
