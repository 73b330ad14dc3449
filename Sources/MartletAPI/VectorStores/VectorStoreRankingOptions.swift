/// How the passages that a search finds are ranked.
public struct VectorStoreRankingOptions: JSONConvertible, Hashable {
    /// `auto`, `none`, or the name of one of OpenAI's. The local platform ranks by the cosine of the vectors, always.
    public var ranker: String?
    /// How well a passage must fit at least, 0 to 1.
    public var scoreThreshold: Double?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates options.
    public init(ranker: String? = nil, scoreThreshold: Double? = nil) {
        self.ranker = ranker
        self.scoreThreshold = scoreThreshold
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "ranker": try reader.readField(key, into: &ranker, keepingIn: &additionalProperties)
            case "score_threshold": try reader.readField(key, into: &scoreThreshold, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("ranker", ranker)
            writer.field("score_threshold", scoreThreshold)
        }
    }
}
