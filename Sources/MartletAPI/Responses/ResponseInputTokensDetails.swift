/// What the input's tokens were. Any of it may be missing.
public struct ResponseInputTokensDetails: JSONConvertible, Hashable {
    /// Read from the prompt cache.
    public var cachedTokens: Int?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(cachedTokens: Int? = nil) {
        self.cachedTokens = cachedTokens
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "cached_tokens": try reader.readField(key, into: &cachedTokens, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("cached_tokens", cachedTokens)
        }
    }
}
