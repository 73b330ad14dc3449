/// Vectors to be deleted: `POST /vectors/{index}/delete`.
public struct VectorDeleteRequest: JSONConvertible, Hashable {
    /// Which vectors.
    public var vectorIDs: [VectorID]
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(vectorIDs: [VectorID]) {
        self.vectorIDs = vectorIDs
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(vectorIDs: [])
        var hasVectorIDs = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "vector_ids":
                hasVectorIDs = try reader.readField(key, into: &vectorIDs, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasVectorIDs || additionalProperties["vector_ids"] != nil else {
            throw JSONError(code: .missingField, message: "'vector_ids' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("vector_ids", vectorIDs)
        }
    }
}
