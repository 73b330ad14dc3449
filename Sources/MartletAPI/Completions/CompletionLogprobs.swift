/// The probabilities of a completion's tokens: arrays with one element for each token.
public struct CompletionLogprobs: JSONConvertible, Hashable {
    /// The tokens' texts.
    public var tokens: [String]?
    /// The natural logarithms of their probabilities; `null` where the server knows none, as for the first of a prompt.
    public var tokenLogprobs: [JSONValue]?
    /// At each place the likeliest tokens with their logarithms.
    public var topLogprobs: [JSONValue]?
    /// Where each token begins in the text, in characters.
    public var textOffset: [Int]?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init() {}

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "tokens": try reader.readField(key, into: &tokens, keepingIn: &additionalProperties)
            case "token_logprobs": try reader.readField(key, into: &tokenLogprobs, keepingIn: &additionalProperties)
            case "top_logprobs": try reader.readField(key, into: &topLogprobs, keepingIn: &additionalProperties)
            case "text_offset": try reader.readField(key, into: &textOffset, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("tokens", tokens)
            writer.field("token_logprobs", tokenLogprobs)
            writer.field("top_logprobs", topLogprobs)
            writer.field("text_offset", textOffset)
        }
    }
}
