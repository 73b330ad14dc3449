/// What the output's tokens were. Any of it may be missing.
public struct ResponseOutputTokensDetails: JSONConvertible, Hashable {
    /// Spent on reasoning.
    public var reasoningTokens: Int?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(reasoningTokens: Int? = nil) {
        self.reasoningTokens = reasoningTokens
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "reasoning_tokens": try reader.readField(key, into: &reasoningTokens, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("reasoning_tokens", reasoningTokens)
        }
    }
}
