/// One document with its score.
public struct RerankResult: JSONConvertible, Hashable {
    /// The document's position in the request.
    public var index: Int
    /// Its text, where the platform repeats it.
    public var document: RerankDocument?
    /// How well it answers the query; more is better. The scale is the model's own.
    public var relevanceScore: Double
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(index: Int, document: RerankDocument? = nil, relevanceScore: Double) {
        self.index = index
        self.document = document
        self.relevanceScore = relevanceScore
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(index: 0, relevanceScore: 0)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "index": try reader.readField(key, into: &index, keepingIn: &additionalProperties)
            case "document": try reader.readField(key, into: &document, keepingIn: &additionalProperties)
            case "relevance_score":
                try reader.readField(key, into: &relevanceScore, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("index", index)
            writer.field("document", document)
            writer.field("relevance_score", relevanceScore)
        }
    }
}
