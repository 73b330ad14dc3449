/// What a search of a vector store found, the best first.
public struct VectorStoreSearchPage: JSONConvertible, Hashable {
    /// `vector_store.search_results.page`.
    public var object: String = "vector_store.search_results.page"
    /// What was looked for.
    public var searchQuery: TextInput?
    /// The passages.
    public var data: [VectorStoreSearchResult]
    /// Whether there are more. The local platform gives all in one page.
    public var hasMore: Bool = false
    /// Where the next page begins; nil when there is none.
    public var nextPage: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a page.
    public init(searchQuery: TextInput? = nil, data: [VectorStoreSearchResult]) {
        self.searchQuery = searchQuery
        self.data = data
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(data: [])
        var hasData = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "search_query": try reader.readField(key, into: &searchQuery, keepingIn: &additionalProperties)
            case "data": hasData = try reader.readField(key, into: &data, keepingIn: &additionalProperties)
            case "has_more": try reader.readField(key, into: &hasMore, keepingIn: &additionalProperties)
            case "next_page": try reader.readField(key, into: &nextPage, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasData || additionalProperties["data"] != nil else {
            throw JSONError(code: .missingField, message: "'data' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("object", object)
            writer.field("search_query", searchQuery)
            writer.field("data", data)
            writer.field("has_more", hasMore)
            writer.field("next_page", nextPage)
        }
    }
}
