/// What a chunk adds to one choice.
public struct ChatCompletionChunkChoice: JSONConvertible, Hashable {
    /// The choice's position among the request's choices.
    public var index: Int
    /// What is added.
    public var delta: ChatCompletionDelta
    /// Why the choice ended; nil until its last chunk.
    public var finishReason: FinishReason?
    /// The probabilities of the added tokens, when asked for.
    public var logprobs: ChoiceLogprobs?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(delta: ChatCompletionDelta, index: Int = 0, finishReason: FinishReason? = nil) {
        self.index = index
        self.delta = delta
        self.finishReason = finishReason
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(delta: ChatCompletionDelta())
        var delta: ChatCompletionDelta?
        var reasoning: String?
        try reader.readObject { (reader, key) throws(JSONError) in
            switch key {
            case "index": try reader.readField(key, into: &index, keepingIn: &additionalProperties)
            case "delta": try reader.readField(key, into: &delta, keepingIn: &additionalProperties)
            case "finish_reason": try reader.readField(key, into: &finishReason, keepingIn: &additionalProperties)
            case "logprobs": try reader.readField(key, into: &logprobs, keepingIn: &additionalProperties)
            case "reasoning_content": try reader.readField(key, into: &reasoning, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        if let delta {
            self.delta = delta
        } else if let message = additionalProperties["message"], let whole = message.asDelta {
            // Some servers stream `message` where others stream `delta`, and some send both: then `delta` is the truth.
            self.delta = whole
            additionalProperties["message"] = nil
        }
        if let reasoning, self.delta.reasoningText == nil { self.delta.reasoningContent = reasoning }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("index", index)
            writer.field("delta", delta)
            writer.field("logprobs", logprobs)
            // OpenAI sends the reason in every chunk, as null until the last.
            writer.name("finish_reason")
            if let finishReason { finishReason.write(to: &writer) } else { writer.null() }
            writer.fields(additionalProperties)
        }
    }
}

extension JSONValue {
    fileprivate var asDelta: ChatCompletionDelta? {
        guard case .object = self, let text = try? jsonBytes() else { return nil }
        return try? ChatCompletionDelta(json: text)
    }
}

extension ChatCompletionDelta {
    /// The reasoning, under whichever of its two names the server sent it.
    public var reasoningText: String? { reasoningContent ?? reasoning }
}
