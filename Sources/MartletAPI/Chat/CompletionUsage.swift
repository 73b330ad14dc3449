/// What a request cost, in tokens.
public struct CompletionUsage: JSONConvertible, Hashable {
    /// In the prompt.
    public var promptTokens: Int = 0
    /// In the answer.
    public var completionTokens: Int = 0
    /// Both together.
    public var totalTokens: Int = 0
    /// What the prompt's tokens were.
    public var promptTokensDetails: PromptTokensDetails?
    /// What the answer's tokens were.
    public var completionTokensDetails: CompletionTokensDetails?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a count; what is not given is 0.
    public init(promptTokens: Int = 0, completionTokens: Int = 0, totalTokens: Int = 0) {
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.totalTokens = totalTokens
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "prompt_tokens": try reader.readField(key, into: &promptTokens, keepingIn: &additionalProperties)
            case "completion_tokens":
                try reader.readField(key, into: &completionTokens, keepingIn: &additionalProperties)
            case "total_tokens": try reader.readField(key, into: &totalTokens, keepingIn: &additionalProperties)
            case "prompt_tokens_details":
                try reader.readField(key, into: &promptTokensDetails, keepingIn: &additionalProperties)
            case "completion_tokens_details":
                try reader.readField(key, into: &completionTokensDetails, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("prompt_tokens", promptTokens)
            writer.field("completion_tokens", completionTokens)
            writer.field("total_tokens", totalTokens)
            writer.field("prompt_tokens_details", promptTokensDetails)
            writer.field("completion_tokens_details", completionTokensDetails)
        }
    }
}
