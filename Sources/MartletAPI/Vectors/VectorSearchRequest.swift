/// A search for the vectors that are closest to one: `POST /vectors/{index}/search`.
public struct VectorSearchRequest: JSONConvertible, Hashable {
    /// What to look for.
    public var vector: [Float]
    /// How many hits at most, 1 to 1000.
    public var topK: Int
    /// Whether hits come with their metadata.
    public var includeMetadata: Bool
    /// Whether hits come with their vectors.
    public var includeValues: Bool
    /// Which vectors count; see ``VectorFilter``. Nil for all.
    public var filter: JSONObject?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(
        vector: [Float], topK: Int, includeMetadata: Bool = true, includeValues: Bool = true, filter: JSONObject? = nil
    ) {
        self.vector = vector
        self.topK = topK
        self.includeMetadata = includeMetadata
        self.includeValues = includeValues
        self.filter = filter
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(vector: [], topK: 0)
        var hasVector = false
        var hasTopK = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "vector": hasVector = try reader.readVectorField(key, into: &vector, keepingIn: &additionalProperties)
            case "top_k": hasTopK = try reader.readField(key, into: &topK, keepingIn: &additionalProperties)
            case "include_metadata": try reader.readField(key, into: &includeMetadata, keepingIn: &additionalProperties)
            case "include_values": try reader.readField(key, into: &includeValues, keepingIn: &additionalProperties)
            case "filter": try reader.readField(key, into: &filter, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasVector || additionalProperties["vector"] != nil else {
            throw JSONError(code: .missingField, message: "'vector' is required")
        }
        guard hasTopK || additionalProperties["top_k"] != nil else {
            throw JSONError(code: .missingField, message: "'top_k' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.vectorField("vector", vector)
            writer.field("top_k", topK)
            writer.field("include_metadata", includeMetadata)
            writer.field("include_values", includeValues)
            writer.field("filter", filter)
        }
    }
}
