/// A message of a conversation: what a request sends and what an answer brings, so that an answer can be sent back as
/// it is.
public struct ChatMessage: JSONConvertible, Hashable {
    /// Who speaks.
    public var role: ChatRole
    /// What is said. Nil when the model only calls tools or refuses; then sent as `null`.
    public var content: ChatContent?
    /// Tells speakers of the same role apart.
    public var name: String?
    /// Why the model refuses, when it does.
    public var refusal: String?
    /// The reasoning before the answer, when the server separates it (PixiGPT, vLLM, llama.cpp, DeepSeek).
    public var reasoningContent: String?
    /// The same under the name that OpenRouter, Ollama and newer vLLM use.
    public var reasoning: String?
    /// The tools that the model asks for. An empty array means none and is read and written as if it were not there:
    /// servers send it, and others refuse it.
    public var toolCalls: [ToolCall]?
    /// In a message of role ``ChatRole/tool``: the call that this answers.
    public var toolCallID: ToolCallID?
    /// The superseded form of one tool call.
    public var functionCall: ToolCallFunction?
    /// Citations and the like; of many types, kept as they come.
    public var annotations: [JSONValue]?
    /// Speech.
    public var audio: AudioOutput?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a message.
    public init(role: ChatRole, content: ChatContent?) {
        self.role = role
        self.content = content
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(role: "", content: nil)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "role": try reader.readField(key, into: &role, keepingIn: &additionalProperties)
            case "content": try reader.readField(key, into: &content, keepingIn: &additionalProperties)
            case "name": try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "refusal": try reader.readField(key, into: &refusal, keepingIn: &additionalProperties)
            case "reasoning_content":
                try reader.readField(key, into: &reasoningContent, keepingIn: &additionalProperties)
            case "reasoning": try reader.readField(key, into: &reasoning, keepingIn: &additionalProperties)
            case "tool_calls": try reader.readField(key, into: &toolCalls, keepingIn: &additionalProperties)
            case "tool_call_id": try reader.readField(key, into: &toolCallID, keepingIn: &additionalProperties)
            case "function_call": try reader.readField(key, into: &functionCall, keepingIn: &additionalProperties)
            case "annotations": try reader.readField(key, into: &annotations, keepingIn: &additionalProperties)
            case "audio": try reader.readField(key, into: &audio, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        if toolCalls?.isEmpty == true { toolCalls = nil }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("role", role)
            // PixiGPT: "`content` … always sent"; an assistant message that only calls tools carries null.
            writer.fieldOrNull("content", content)
            writer.field("name", name)
            writer.field("refusal", refusal)
            writer.field("reasoning_content", reasoningContent)
            writer.field("reasoning", reasoning)
            writer.field("tool_calls", toolCalls?.isEmpty == true ? nil : toolCalls)
            writer.field("tool_call_id", toolCallID)
            writer.field("function_call", functionCall)
            writer.field("annotations", annotations)
            writer.field("audio", audio)
        }
    }
}
