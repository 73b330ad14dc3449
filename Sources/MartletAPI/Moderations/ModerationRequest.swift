/// A request to classify a text in PixiGPT's form: `POST /moderations` with a `prompt`.
public struct ModerationRequest: JSONConvertible, Hashable {
    /// The text. Required.
    public var prompt: String
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(prompt: String) { self.prompt = prompt }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(prompt: "")
        var hasPrompt = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "prompt": hasPrompt = try reader.readField(key, into: &prompt, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasPrompt else { throw JSONError(code: .missingField, message: "'prompt' is required, as a text") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in writer.field("prompt", prompt) }
    }
}
