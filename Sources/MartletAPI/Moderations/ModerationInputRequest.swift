/// A request to classify texts and images in OpenAI's form: `POST /moderations` with an `input`.
public struct ModerationInputRequest: JSONConvertible, Hashable {
    /// The model. OpenAI has a default, and the local platform chooses by its settings.
    public var model: ModelID?
    /// What is classified. Required.
    public var input: ModerationInput
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(model: ModelID? = nil, input: ModerationInput) {
        self.model = model
        self.input = input
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(input: .text(""))
        var hasInput = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "model": try reader.readField(key, into: &model, keepingIn: &additionalProperties)
            case "input": hasInput = try reader.readField(key, into: &input, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasInput else { throw JSONError(code: .missingField, message: "'input' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("model", model)
            writer.field("input", input)
        }
    }
}
