/// The answer to a ``CompletionRequest``; streamed, each chunk is one of these too, with the next piece of the text.
///
/// Decoding is lenient: whatever a server leaves out is nil, and whatever it adds is in ``additionalProperties``.
public struct Completion: JSONConvertible, Hashable {
    /// Identifies the completion; the same in every chunk of a stream.
    public var id: CompletionID?
    /// `text_completion`; in a stream some servers say `text_completion.chunk`.
    public var object: String?
    /// When it was made, in seconds since 1970.
    public var created: Int?
    /// The model that answered.
    public var model: ModelID?
    /// The texts: `n` for each prompt.
    public var choices: [CompletionChoice] = []
    /// What it cost.
    public var usage: CompletionUsage?
    /// Identifies the backend's configuration.
    public var systemFingerprint: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(
        id: CompletionID? = nil, created: Int? = nil, model: ModelID? = nil, choices: [CompletionChoice] = [],
        usage: CompletionUsage? = nil
    ) {
        self.id = id
        self.created = created
        self.model = model
        self.choices = choices
        self.usage = usage
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "created": try reader.readField(key, into: &created, keepingIn: &additionalProperties)
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "choices": try reader.readField(key, into: &choices, keepingIn: &additionalProperties)
            case "usage": try reader.readField(key, into: &usage, keepingIn: &additionalProperties)
            case "system_fingerprint":
                try reader.readField(key, into: &systemFingerprint, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        // GravixLayer: without choices "one synthetic choice" with "`text` or `content` at top level".
        if choices.isEmpty, let text = (additionalProperties["text"] ?? additionalProperties["content"])?.stringValue {
            choices = [CompletionChoice(text: text)]
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("object", object)
            writer.field("created", created)
            writer.field("model", model)
            writer.field("choices", choices)
            writer.field("usage", usage)
            writer.field("system_fingerprint", systemFingerprint)
        }
    }
}

extension Completion {
    /// The text of the first choice; empty when there is none.
    public var text: String { choices.first?.text ?? "" }

    /// Why the first choice ended.
    public var finishReason: FinishReason? { choices.first?.finishReason }
}
