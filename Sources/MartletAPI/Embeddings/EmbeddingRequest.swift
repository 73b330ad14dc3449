/// A request for the vectors of texts: `POST /embeddings`.
public struct EmbeddingRequest: JSONConvertible, Hashable {
    /// The model. PixiGPT ignores it.
    public var model: ModelID?
    /// What to embed. Required.
    public var input: TextInput
    /// How many dimensions the vectors shall have, for models that can be cut short.
    public var dimensions: Int?
    /// How the vectors travel. Both come as ``Embedding/vector``.
    public var encodingFormat: EncodingFormat?
    /// The end user, for the platform's own books.
    public var user: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request; what is not named here is a property to set.
    public init(model: ModelID?, input: TextInput) {
        self.model = model
        self.input = input
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(model: nil, input: .text(""))
        var hasInput = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "input": hasInput = try reader.readField(key, into: &input, keepingIn: &additionalProperties)
            case "dimensions": try reader.readWholeField(key, into: &dimensions, keepingIn: &additionalProperties)
            case "encoding_format": try reader.readField(key, into: &encodingFormat, keepingIn: &additionalProperties)
            case "user": try reader.readField(key, into: &user, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasInput else { throw JSONError(code: .missingField, message: "'input' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("model", model)
            writer.field("input", input)
            writer.field("dimensions", dimensions)
            writer.field("encoding_format", encodingFormat)
            writer.field("user", user)
        }
    }
}
