/// The answer to a ``ModerationInputRequest``: OpenAI's form.
public struct ModerationReport: JSONConvertible, Hashable {
    /// Identifies the answer.
    public var id: String?
    /// The model that classified.
    public var model: ModelID?
    /// One for each text, in their order; one in all for the parts of a message.
    public var results: [ModerationFlags] = []
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(id: String? = nil, model: ModelID? = nil, results: [ModerationFlags] = []) {
        self.id = id
        self.model = model
        self.results = results
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "results": try reader.readField(key, into: &results, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("model", model)
            writer.field("results", results)
        }
    }
}
