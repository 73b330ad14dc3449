/// What a response cost, in tokens.
public struct ResponseUsage: JSONConvertible, Hashable {
    /// In the input.
    public var inputTokens: Int
    /// What the input's tokens were.
    public var inputTokensDetails: ResponseInputTokensDetails?
    /// In the output, reasoning included.
    public var outputTokens: Int
    /// What the output's tokens were.
    public var outputTokensDetails: ResponseOutputTokensDetails?
    /// Both together.
    public var totalTokens: Int
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a count; what is not given is 0.
    public init(inputTokens: Int = 0, outputTokens: Int = 0, totalTokens: Int = 0) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.totalTokens = totalTokens
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "input_tokens": try reader.readField(key, into: &inputTokens, keepingIn: &additionalProperties)
            case "input_tokens_details":
                try reader.readField(key, into: &inputTokensDetails, keepingIn: &additionalProperties)
            case "output_tokens": try reader.readField(key, into: &outputTokens, keepingIn: &additionalProperties)
            case "output_tokens_details":
                try reader.readField(key, into: &outputTokensDetails, keepingIn: &additionalProperties)
            case "total_tokens": try reader.readField(key, into: &totalTokens, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("input_tokens", inputTokens)
            writer.field("input_tokens_details", inputTokensDetails)
            writer.field("output_tokens", outputTokens)
            writer.field("output_tokens_details", outputTokensDetails)
            writer.field("total_tokens", totalTokens)
        }
    }
}
