/// A request that an assistant answers a thread: `POST /threads/{id}/runs`.
public struct RunRequest: JSONConvertible, Hashable {
    /// The assistant that answers. Required.
    public var assistantID: AssistantID
    /// Whether the model reasons before it answers. Default true; "**always sent**".
    public var enableThinking: Bool
    /// How freely the model chooses its words. PixiGPT: "omitted if ≤ 0 (server 0.6)", so that 0 cannot be expressed.
    public var temperature: Double?
    /// The most that the model may write, in tokens. PixiGPT: "omitted if ≤ 0"; there is then no limit.
    ///
    /// While the model reasons, a limit below 3000 is raised to 3000 by the server.
    public var maxTokens: Int?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(
        assistantID: AssistantID, enableThinking: Bool = true, temperature: Double? = nil, maxTokens: Int? = nil
    ) {
        self.assistantID = assistantID
        self.enableThinking = enableThinking
        self.temperature = temperature
        self.maxTokens = maxTokens
    }

    /// Reads a request. A temperature or limit of 0 or less, which some clients send, is read as it came.
    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(assistantID: "")
        var hasAssistant = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "assistant_id":
                hasAssistant = try reader.readField(key, into: &assistantID, keepingIn: &additionalProperties)
            case "enable_thinking": try reader.readField(key, into: &enableThinking, keepingIn: &additionalProperties)
            case "temperature": try reader.readField(key, into: &temperature, keepingIn: &additionalProperties)
            case "max_tokens": try reader.readWholeField(key, into: &maxTokens, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasAssistant else {
            throw JSONError(code: .missingField, message: "'assistant_id' is required, as a text")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("assistant_id", assistantID)
            writer.field("enable_thinking", enableThinking)
            // NaN is no temperature to leave out: it is an error that names itself.
            writer.field("temperature", temperature.flatMap { $0 <= 0 ? nil : $0 })
            writer.field("max_tokens", maxTokens.flatMap { $0 <= 0 ? nil : $0 })
        }
    }
}
