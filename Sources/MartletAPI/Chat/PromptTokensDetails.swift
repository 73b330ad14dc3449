/// What the prompt's tokens were. Any of it may be missing.
public struct PromptTokensDetails: JSONConvertible, Hashable {
    /// Read from the prompt cache.
    public var cachedTokens: Int?
    /// Spent on audio.
    public var audioTokens: Int?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init() {}

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "cached_tokens": try reader.readField(key, into: &cachedTokens, keepingIn: &additionalProperties)
            case "audio_tokens": try reader.readField(key, into: &audioTokens, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("cached_tokens", cachedTokens)
            writer.field("audio_tokens", audioTokens)
        }
    }
}
