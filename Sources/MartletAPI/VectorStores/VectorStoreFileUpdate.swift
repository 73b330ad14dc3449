/// What a file of a vector store is changed to: `POST /vector_stores/{id}/files/{id}`.
public struct VectorStoreFileUpdate: JSONConvertible, Hashable {
    /// What searches can filter by, all of it; `null` for none. OpenAI requires it.
    public var attributes: Settable<JSONObject>
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a change.
    public init(attributes: Settable<JSONObject> = .unset) {
        self.attributes = attributes
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "attributes": try reader.readField(key, into: &attributes, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("attributes", attributes)
        }
    }
}
