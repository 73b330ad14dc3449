/// One event of a streamed ``ChatCompletion``.
///
/// Decoding is lenient: whatever a server leaves out is nil, and whatever it adds is in ``additionalProperties``. A chunk
/// without choices is normal: Azure sends one with filter results first, and the usage comes in one at the end.
public struct ChatCompletionChunk: JSONConvertible, Hashable {
    /// Identifies the completion; the same in every chunk of a stream.
    public var id: ChatCompletionID?
    /// `chat.completion.chunk`.
    public var object: String?
    /// When the completion was made, in seconds since 1970.
    public var created: Int?
    /// The model that answers.
    public var model: ModelID?
    /// What the chunk adds to each choice.
    public var choices: [ChatCompletionChunkChoice] = []
    /// What the request cost: in the last chunk, or in every chunk with some servers.
    public var usage: CompletionUsage?
    /// The tier that processes the request.
    public var serviceTier: ServiceTier?
    /// Identifies the backend's configuration.
    public var systemFingerprint: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a chunk; what is not named here is a property to set.
    public init(
        id: ChatCompletionID? = nil,
        created: Int? = nil,
        model: ModelID? = nil,
        choices: [ChatCompletionChunkChoice] = [],
        usage: CompletionUsage? = nil
    ) {
        self.id = id
        self.created = created
        self.model = model
        self.choices = choices
        self.usage = usage
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try self.init(reading: &reader, after: ChatCompletionChunk())
    }

    /// Reads the next chunk of a stream.
    ///
    /// - Parameter previous: The chunk before it. The strings that a stream repeats in every chunk are taken from there
    ///   instead of being allocated again; the result does not depend on it.
    public init(reading reader: inout JSONReader, after previous: borrowing ChatCompletionChunk) throws(JSONError) {
        let previousID = previous.id?.rawValue
        let previousModel = previous.model?.rawValue
        let previousObject = previous.object
        let previousFingerprint = previous.systemFingerprint
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id":
                if let same = try reader.readString(ifEqualTo: previousID) {
                    id = ChatCompletionID(rawValue: same)
                } else {
                    try reader.readField(key, into: &id, keepingIn: &additionalProperties)
                }
            case "object":
                if let same = try reader.readString(ifEqualTo: previousObject) {
                    object = same
                } else {
                    try reader.readField(key, into: &object, keepingIn: &additionalProperties)
                }
            case "created": try reader.readField(key, into: &created, keepingIn: &additionalProperties)
            case "model":
                if let same = try reader.readString(ifEqualTo: previousModel) {
                    model = ModelID(rawValue: same)
                } else {
                    try reader.readField(key, into: &model, keepingIn: &additionalProperties)
                }
            case "choices": try reader.readField(key, into: &choices, keepingIn: &additionalProperties)
            case "usage": try reader.readField(key, into: &usage, keepingIn: &additionalProperties)
            case "service_tier": try reader.readField(key, into: &serviceTier, keepingIn: &additionalProperties)
            case "system_fingerprint":
                if let same = try reader.readString(ifEqualTo: previousFingerprint) {
                    systemFingerprint = same
                } else {
                    try reader.readField(key, into: &systemFingerprint, keepingIn: &additionalProperties)
                }
            default: additionalProperties[key.string] = try reader.readValue()
            }
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
            writer.field("service_tier", serviceTier)
            writer.field("system_fingerprint", systemFingerprint)
        }
    }
}

extension ChatCompletionChunk {
    /// The text that the chunk adds to the first choice; empty when it adds none. Reasoning is not part of it.
    public var text: String { choices.first?.delta.content ?? "" }

    /// The reasoning that the chunk adds to the first choice, wherever the server put it.
    public var reasoningText: String? { choices.first?.delta.reasoningText }
}
