/// Vectors for an index: `POST /vectors/{index}/upsert` and `/vectors/{index}/batch`.
public struct VectorUpsertRequest: JSONConvertible, Hashable {
    /// The vectors.
    public var vectors: [VectorInput]
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(vectors: [VectorInput]) {
        self.vectors = vectors
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(vectors: [])
        var hasVectors = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "vectors": hasVectors = try reader.readField(key, into: &vectors, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasVectors || additionalProperties["vectors"] != nil else {
            throw JSONError(code: .missingField, message: "'vectors' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("vectors", vectors)
        }
    }
}
