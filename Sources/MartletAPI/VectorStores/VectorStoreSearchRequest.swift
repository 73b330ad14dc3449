/// A search of a vector store: `POST /vector_stores/{id}/search`.
public struct VectorStoreSearchRequest: JSONConvertible, Hashable {
    /// What to look for. Several texts are looked for each by itself; what fits any of them best comes first.
    public var query: TextInput
    /// Which files count, by their attributes. Nil for all.
    public var filters: AttributeFilter?
    /// How many passages at most, 1 to 50. Default 10.
    public var maxNumResults: Int?
    /// How passages are ranked.
    public var rankingOptions: VectorStoreRankingOptions?
    /// Whether the query may be worded for the search. The local platform leaves it as it is.
    public var rewriteQuery: Bool?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(
        query: TextInput, filters: AttributeFilter? = nil, maxNumResults: Int? = nil,
        rankingOptions: VectorStoreRankingOptions? = nil, rewriteQuery: Bool? = nil
    ) {
        self.query = query
        self.filters = filters
        self.maxNumResults = maxNumResults
        self.rankingOptions = rankingOptions
        self.rewriteQuery = rewriteQuery
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(query: "")
        var hasQuery = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "query": hasQuery = try reader.readField(key, into: &query, keepingIn: &additionalProperties)
            case "filters": try reader.readField(key, into: &filters, keepingIn: &additionalProperties)
            case "max_num_results":
                try reader.readWholeField(key, into: &maxNumResults, keepingIn: &additionalProperties)
            case "ranking_options": try reader.readField(key, into: &rankingOptions, keepingIn: &additionalProperties)
            case "rewrite_query": try reader.readField(key, into: &rewriteQuery, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasQuery || additionalProperties["query"] != nil else {
            throw JSONError(code: .missingField, message: "'query' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("query", query)
            writer.field("filters", filters)
            writer.field("max_num_results", maxNumResults)
            writer.field("ranking_options", rankingOptions)
            writer.field("rewrite_query", rewriteQuery)
        }
    }
}
