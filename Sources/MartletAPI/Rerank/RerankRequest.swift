/// A request to sort documents by how well they answer a query: `POST /rerank`.
///
/// PixiGPT's form, with what Cohere and Jina add to it.
public struct RerankRequest: JSONConvertible, Hashable {
    /// The model. PixiGPT ignores it.
    public var model: ModelID?
    /// What is looked for. Required.
    public var query: String
    /// What is sorted. Required.
    public var documents: [RerankDocument]
    /// How many of the best to return; nil, and 0 on PixiGPT, for all.
    public var topK: Int?
    /// The same under Cohere's name.
    public var topN: Int?
    /// Whether the results repeat the documents' texts. PixiGPT always does.
    public var returnDocuments: Bool?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request; what is not named here is a property to set.
    public init(model: ModelID? = nil, query: String, documents: [RerankDocument], topK: Int? = nil) {
        self.model = model
        self.query = query
        self.documents = documents
        self.topK = topK
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(query: "", documents: [])
        var (hasQuery, hasDocuments) = (false, false)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "query": hasQuery = try reader.readField(key, into: &query, keepingIn: &additionalProperties)
            case "documents":
                hasDocuments = try reader.readField(key, into: &documents, keepingIn: &additionalProperties)
            case "top_k": try reader.readWholeField(key, into: &topK, keepingIn: &additionalProperties)
            case "top_n": try reader.readWholeField(key, into: &topN, keepingIn: &additionalProperties)
            case "return_documents":
                try reader.readField(key, into: &returnDocuments, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasQuery else { throw JSONError(code: .missingField, message: "'query' is required") }
        guard hasDocuments else {
            throw JSONError(code: .missingField, message: "'documents' is required, as an array of texts")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("model", model)
            writer.field("query", query)
            writer.field("documents", documents)
            writer.field("top_k", topK)
            writer.field("top_n", topN)
            writer.field("return_documents", returnDocuments)
        }
    }
}
