/// What a vector store is changed to: `POST /vector_stores/{id}`. What is unset stays.
public struct VectorStoreUpdate: JSONConvertible, Hashable {
    /// Its name.
    public var name: Settable<String>
    /// When it expires; `null` for never.
    public var expiresAfter: Settable<VectorStoreExpiration>
    /// The caller's own notes, all of them.
    public var metadata: Settable<JSONObject>
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a change; what is not named stays.
    public init(
        name: Settable<String> = .unset, expiresAfter: Settable<VectorStoreExpiration> = .unset,
        metadata: Settable<JSONObject> = .unset
    ) {
        self.name = name
        self.expiresAfter = expiresAfter
        self.metadata = metadata
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "expires_after": try reader.readField(key, into: &expiresAfter, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("name", name)
            writer.field("expires_after", expiresAfter)
            writer.field("metadata", metadata)
        }
    }
}
