/// What a search found: the closest first, equally close ones by id.
public struct VectorSearchResponse: JSONConvertible, Hashable {
    /// The vectors.
    public var hits: [VectorHit]
    /// How long the search took, in milliseconds.
    public var queryTimeMs: Int?
    /// What embedding the query cost, for a text.
    public var usage: EmbeddingUsage?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(hits: [VectorHit], queryTimeMs: Int? = nil, usage: EmbeddingUsage? = nil) {
        self.hits = hits
        self.queryTimeMs = queryTimeMs
        self.usage = usage
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(hits: [])
        var hasHits = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "hits": hasHits = try reader.readField(key, into: &hits, keepingIn: &additionalProperties)
            case "query_time_ms": try reader.readWholeField(key, into: &queryTimeMs, keepingIn: &additionalProperties)
            case "usage": try reader.readField(key, into: &usage, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasHits || additionalProperties["hits"] != nil else {
            throw JSONError(code: .missingField, message: "'hits' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("hits", hits)
            writer.field("query_time_ms", queryTimeMs)
            writer.field("usage", usage)
        }
    }
}
