/// One text of a ``Completion``.
public struct CompletionChoice: JSONConvertible, Hashable {
    /// The text. Read from `text`, or, as some servers have it, from `content` or `delta`.
    public var text: String
    /// Its position: the answers to the first prompt come first.
    public var index: Int
    /// Why it ended; nil in a stream until its last chunk. An empty reason, which some servers send, is none.
    public var finishReason: FinishReason?
    /// The probabilities of its tokens, when asked for.
    public var logprobs: CompletionLogprobs?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a choice.
    public init(text: String, index: Int = 0, finishReason: FinishReason? = nil) {
        self.text = text
        self.index = index
        self.finishReason = finishReason
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(text: "")
        var hasText = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "text": hasText = try reader.readField(key, into: &text, keepingIn: &additionalProperties)
            case "index": try reader.readField(key, into: &index, keepingIn: &additionalProperties)
            case "finish_reason": try reader.readField(key, into: &finishReason, keepingIn: &additionalProperties)
            case "logprobs": try reader.readField(key, into: &logprobs, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        if finishReason?.rawValue.isEmpty == true { finishReason = nil }
        // GravixLayer: "Text source, non-stream: `text`, else `content`. Stream: `text`, else `delta.content`/`delta.text`,
        // else `content`".
        if !hasText {
            let delta = additionalProperties["delta"]
            let other = delta?["content"] ?? delta?["text"] ?? additionalProperties["content"]
            text = other?.stringValue ?? ""
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("text", text)
            writer.field("index", index)
            writer.fieldOrNull("logprobs", logprobs)
            // Readers look for it in every chunk.
            writer.fieldOrNull("finish_reason", finishReason)
        }
    }
}
