/// Text of an answer.
public struct ResponseOutputText: JSONConvertible, Hashable {
    /// The text. Required.
    public var text: String
    /// Citations and the like; of many types, kept as they come.
    public var annotations: [JSONValue]?
    /// The probabilities of the text's tokens, when they were asked for.
    public var logprobs: [TokenLogprob]?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(_ text: String, annotations: [JSONValue]? = nil) {
        self.text = text
        self.annotations = annotations
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init("")
        var hasText = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "text": hasText = try reader.readField(key, into: &text, keepingIn: &additionalProperties)
            case "annotations": try reader.readField(key, into: &annotations, keepingIn: &additionalProperties)
            case "logprobs": try reader.readField(key, into: &logprobs, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasText else { throw JSONError(code: .missingField, message: "'text' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", "output_text")
            writer.field("text", text)
            writer.field("annotations", annotations)
            writer.field("logprobs", logprobs)
        }
    }
}
