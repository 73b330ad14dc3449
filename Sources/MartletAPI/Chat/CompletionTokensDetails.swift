/// What the answer's tokens were. Any of it may be missing.
public struct CompletionTokensDetails: JSONConvertible, Hashable {
    /// Spent on reasoning.
    public var reasoningTokens: Int?
    /// Spent on audio.
    public var audioTokens: Int?
    /// Taken from the prediction.
    public var acceptedPredictionTokens: Int?
    /// In the prediction and not used.
    public var rejectedPredictionTokens: Int?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init() {}

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "reasoning_tokens": try reader.readField(key, into: &reasoningTokens, keepingIn: &additionalProperties)
            case "audio_tokens": try reader.readField(key, into: &audioTokens, keepingIn: &additionalProperties)
            case "accepted_prediction_tokens":
                try reader.readField(key, into: &acceptedPredictionTokens, keepingIn: &additionalProperties)
            case "rejected_prediction_tokens":
                try reader.readField(key, into: &rejectedPredictionTokens, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("reasoning_tokens", reasoningTokens)
            writer.field("audio_tokens", audioTokens)
            writer.field("accepted_prediction_tokens", acceptedPredictionTokens)
            writer.field("rejected_prediction_tokens", rejectedPredictionTokens)
        }
    }
}
