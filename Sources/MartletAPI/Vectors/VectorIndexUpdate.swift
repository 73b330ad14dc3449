/// A change of a vector index: `PUT /vectors/indexes/{id}`. At least one of its members is needed.
public struct VectorIndexUpdate: JSONConvertible, Hashable {
    /// Replaces the caller's own notes.
    public var metadata: JSONObject?
    /// Whether it cannot be deleted until this is taken back.
    public var deleteProtection: Bool?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a change.
    public init(metadata: JSONObject? = nil, deleteProtection: Bool? = nil) {
        self.metadata = metadata
        self.deleteProtection = deleteProtection
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            case "delete_protection":
                try reader.readField(key, into: &deleteProtection, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("metadata", metadata)
            writer.field("delete_protection", deleteProtection)
        }
    }
}
