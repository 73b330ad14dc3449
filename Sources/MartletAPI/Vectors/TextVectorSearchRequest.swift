/// A search for the vectors that are closest to a text's: `POST /vectors/{index}/search/text`.
public struct TextVectorSearchRequest: JSONConvertible, Hashable {
    /// What to look for.
    public var query: String
    /// The embedding model. GravixLayer's own platform requires it; the local one has a default.
    public var model: ModelID?
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
        query: String, model: ModelID?, topK: Int, includeMetadata: Bool = true, includeValues: Bool = true,
        filter: JSONObject? = nil
    ) {
        self.query = query
        self.model = model
        self.topK = topK
        self.includeMetadata = includeMetadata
        self.includeValues = includeValues
        self.filter = filter
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(query: "", model: nil, topK: 0)
        var hasQuery = false
        var hasTopK = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "query": hasQuery = try reader.readField(key, into: &query, keepingIn: &additionalProperties)
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "top_k": hasTopK = try reader.readField(key, into: &topK, keepingIn: &additionalProperties)
            case "include_metadata": try reader.readField(key, into: &includeMetadata, keepingIn: &additionalProperties)
            case "include_values": try reader.readField(key, into: &includeValues, keepingIn: &additionalProperties)
            case "filter": try reader.readField(key, into: &filter, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasQuery || additionalProperties["query"] != nil else {
            throw JSONError(code: .missingField, message: "'query' is required")
        }
        guard hasTopK || additionalProperties["top_k"] != nil else {
            throw JSONError(code: .missingField, message: "'top_k' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("query", query)
            writer.field("model", model)
            writer.field("top_k", topK)
            writer.field("include_metadata", includeMetadata)
            writer.field("include_values", includeValues)
            writer.field("filter", filter)
        }
    }
}
