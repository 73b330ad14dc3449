/// What a chunk adds to the answer.
public struct ChatCompletionDelta: JSONConvertible, Hashable {
    /// Who speaks; usually in the first chunk only.
    public var role: ChatRole?
    /// The next piece of the text. Of an array of parts, as Mistral streams them, the text; the array itself is in
    /// ``additionalProperties``.
    public var content: String?
    /// The next piece of a refusal.
    public var refusal: String?
    /// The next piece of the reasoning (PixiGPT, vLLM, llama.cpp, DeepSeek).
    public var reasoningContent: String?
    /// The same under the name that OpenRouter, Ollama and newer vLLM use.
    public var reasoning: String?
    /// Pieces of tool calls.
    public var toolCalls: [ToolCallDelta]?
    /// A piece of the superseded form of a tool call.
    public var functionCall: ToolCallFunctionDelta?
    /// The next piece of speech.
    public var audio: AudioOutput?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(role: ChatRole? = nil, content: String? = nil) {
        self.role = role
        self.content = content
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "role": try reader.readField(key, into: &role, keepingIn: &additionalProperties)
            case "content":
                if try reader.peek() == .array {
                    let parts = try reader.readValue()
                    content = parts.arrayValue.map { ChatContent.parts($0.map { ContentPart($0) }).text }
                    additionalProperties["content"] = parts
                } else {
                    try reader.readField(key, into: &content, keepingIn: &additionalProperties)
                }
            case "refusal": try reader.readField(key, into: &refusal, keepingIn: &additionalProperties)
            case "reasoning_content":
                try reader.readField(key, into: &reasoningContent, keepingIn: &additionalProperties)
            case "reasoning": try reader.readField(key, into: &reasoning, keepingIn: &additionalProperties)
            case "tool_calls": try reader.readField(key, into: &toolCalls, keepingIn: &additionalProperties)
            case "function_call": try reader.readField(key, into: &functionCall, keepingIn: &additionalProperties)
            case "audio": try reader.readField(key, into: &audio, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("role", role)
            writer.field("content", content)
            writer.field("refusal", refusal)
            writer.field("reasoning_content", reasoningContent)
            writer.field("reasoning", reasoning)
            writer.field("tool_calls", toolCalls)
            writer.field("function_call", functionCall)
            writer.field("audio", audio)
        }
    }
}
