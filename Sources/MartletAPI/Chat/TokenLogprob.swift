/// A token with the logarithm of its probability.
public struct TokenLogprob: JSONConvertible, Hashable {
    /// The token's text.
    public var token: String
    /// The natural logarithm of its probability.
    public var logprob: Double?
    /// The token's bytes: a character may span tokens.
    public var bytes: [Int]?
    /// The likeliest tokens at this place.
    public var topLogprobs: [TokenLogprob]?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(token: String) {
        self.token = token
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(token: "")
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "token": try reader.readField(key, into: &token, keepingIn: &additionalProperties)
            case "logprob": try reader.readField(key, into: &logprob, keepingIn: &additionalProperties)
            case "bytes": try reader.readField(key, into: &bytes, keepingIn: &additionalProperties)
            case "top_logprobs": try reader.readField(key, into: &topLogprobs, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("token", token)
            writer.field("logprob", logprob)
            writer.field("bytes", bytes)
            writer.field("top_logprobs", topLogprobs)
        }
    }
}
