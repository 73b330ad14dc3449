/// One answer to a request.
public struct ChatCompletionChoice: JSONConvertible, Hashable {
    /// Its position among the request's choices.
    public var index: Int
    /// The answer.
    public var message: ChatMessage
    /// Why the model stopped. An empty reason, which some servers send, is none.
    public var finishReason: FinishReason?
    /// The probabilities of its tokens, when asked for.
    public var logprobs: ChoiceLogprobs?
    /// The reasoning, where PixiGPT puts it: beside the message and not inside it.
    public var reasoningContent: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(message: ChatMessage, index: Int = 0, finishReason: FinishReason? = nil) {
        self.message = message
        self.index = index
        self.finishReason = finishReason
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(message: ChatMessage(role: .assistant, content: nil))
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "index": try reader.readField(key, into: &index, keepingIn: &additionalProperties)
            case "message": try reader.readField(key, into: &message, keepingIn: &additionalProperties)
            case "finish_reason": try reader.readField(key, into: &finishReason, keepingIn: &additionalProperties)
            case "logprobs": try reader.readField(key, into: &logprobs, keepingIn: &additionalProperties)
            case "reasoning_content":
                try reader.readField(key, into: &reasoningContent, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        if message.role.rawValue.isEmpty { message.role = .assistant }
        if finishReason?.rawValue.isEmpty == true { finishReason = nil }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("index", index)
            writer.field("message", message)
            // PixiGPT's client: "Required keys must be present even if null (`message.content`, `finish_reason`, …)".
            writer.fieldOrNull("finish_reason", finishReason)
            writer.field("logprobs", logprobs)
            writer.field("reasoning_content", reasoningContent)
        }
    }
}
