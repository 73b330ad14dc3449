/// What embedding cost, in tokens.
public struct EmbeddingUsage: JSONConvertible, Hashable {
    /// In the texts.
    public var promptTokens = 0
    /// The same: there is no answer to count.
    public var totalTokens = 0
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a count.
    public init(promptTokens: Int = 0, totalTokens: Int = 0) {
        self.promptTokens = promptTokens
        self.totalTokens = totalTokens
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "prompt_tokens": try reader.readField(key, into: &promptTokens, keepingIn: &additionalProperties)
            case "total_tokens": try reader.readField(key, into: &totalTokens, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("prompt_tokens", promptTokens)
            writer.field("total_tokens", totalTokens)
        }
    }
}
