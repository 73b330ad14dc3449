/// What a chunk adds to one choice.
public struct ChatCompletionChunkChoice: JSONConvertible, Hashable {
    /// The choice's position among the request's choices.
    public var index: Int
    /// What is added. When the server sends `message` instead, that; when it sends both, `message` is in
    /// ``additionalProperties``. Reasoning that it sends beside the delta is in the delta too.
    public var delta: ChatCompletionDelta
    /// Why the choice ended; nil until its last chunk. An empty reason, which some servers send, is none.
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
        index = 0
        delta = ChatCompletionDelta()
        var hasDelta = false
        var reasoning: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "index": try reader.readField(key, into: &index, keepingIn: &additionalProperties)
            case "delta": hasDelta = try reader.readField(key, into: &delta, keepingIn: &additionalProperties)
            case "finish_reason": try reader.readField(key, into: &finishReason, keepingIn: &additionalProperties)
            case "logprobs": try reader.readField(key, into: &logprobs, keepingIn: &additionalProperties)
            case "reasoning_content": try reader.readField(key, into: &reasoning, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        if !hasDelta, additionalProperties["delta"] == nil, let message = additionalProperties["message"],
            let whole = message.asDelta
        {
            // Some servers stream `message` where others stream `delta`, and some send both: then `delta` is the truth.
            delta = whole
            additionalProperties["message"] = nil
        }
        if let reasoning {
            if delta.reasoningText == nil {
                delta.reasoningContent = reasoning
            } else {
                additionalProperties["reasoning_content"] = .string(reasoning)
            }
        }
        if finishReason?.rawValue.isEmpty == true { finishReason = nil }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("index", index)
            writer.field("delta", delta)
            writer.field("logprobs", logprobs)
            // OpenAI sends the reason in every chunk, as null until the last.
            writer.fieldOrNull("finish_reason", finishReason)
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
