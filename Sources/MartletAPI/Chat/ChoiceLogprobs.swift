/// The probabilities of a choice's tokens.
public struct ChoiceLogprobs: JSONConvertible, Hashable {
    /// For the content.
    public var content: [TokenLogprob]?
    /// For the refusal.
    public var refusal: [TokenLogprob]?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init() {}

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "content": try reader.readField(key, into: &content, keepingIn: &additionalProperties)
            case "refusal": try reader.readField(key, into: &refusal, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("content", content)
            writer.field("refusal", refusal)
        }
    }
}
