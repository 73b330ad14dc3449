/// What sorting cost. PixiGPT's clients take exactly this one member.
public struct RerankUsage: JSONConvertible, Hashable {
    /// In the query and the documents, in tokens.
    public var totalTokens = 0
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a count.
    public init(totalTokens: Int = 0) { self.totalTokens = totalTokens }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "total_tokens": try reader.readField(key, into: &totalTokens, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in writer.field("total_tokens", totalTokens) }
    }
}
