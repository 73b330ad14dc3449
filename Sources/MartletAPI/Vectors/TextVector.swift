/// A vector that was made of a text, with the text: what an upsert of a text leads to.
public struct TextVector: JSONConvertible, Hashable {
    /// The vector as the index has it.
    public var vector: Vector
    /// The text that it was made of.
    public var text: String
    /// The model that was asked to embed it; nil when that was left to the platform.
    public var model: ModelID?
    /// What embedding cost, when the platform says.
    public var usage: EmbeddingUsage?

    /// Creates a value.
    public init(vector: Vector, text: String, model: ModelID? = nil, usage: EmbeddingUsage? = nil) {
        self.vector = vector
        self.text = text
        self.model = model
        self.usage = usage
    }

    /// Reads one object: the vector's members with `text`, `model` and `usage` among them.
    public init(reading reader: inout JSONReader) throws(JSONError) {
        let vector = try Vector(reading: &reader)
        guard let text = vector.additionalProperties["text"]?.stringValue else {
            throw JSONError(code: .missingField, message: "'text' is required")
        }
        self.init(vector: vector, text: text)
        self.vector.additionalProperties["text"] = nil
        if let model = vector.additionalProperties["model"]?.stringValue {
            self.model = ModelID(rawValue: model)
            self.vector.additionalProperties["model"] = nil
        }
        if case .object(let usage)? = vector.additionalProperties["usage"] {
            self.usage = try EmbeddingUsage(json: try JSONValue.object(usage).jsonBytes())
            self.vector.additionalProperties["usage"] = nil
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: vector.additionalProperties) { writer in
            vector.writeMembers(to: &writer)
            writer.field("text", text)
            writer.field("model", model)
            writer.field("usage", usage)
        }
    }
}

extension TextVector: Identifiable {
    /// Identifies the vector within its index.
    public var id: VectorID { vector.id }
    /// The vector. Empty when the platform took the text and did not tell its vector.
    public var embedding: [Float] { vector.embedding }
    /// The caller's own notes, which searches can filter by.
    public var metadata: JSONObject? { vector.metadata }
}
