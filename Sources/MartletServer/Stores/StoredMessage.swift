public import MartletAPI

/// A message of a thread as the platform keeps it.
public struct StoredMessage: Hashable, Sendable {
    /// Its identifier.
    public var id: MessageID
    /// The thread it belongs to.
    public var threadID: ThreadID
    /// When it was made, in seconds since 1970.
    public var createdAt: Int
    /// `user` or `assistant`.
    public var role: ChatRole
    /// The content blocks as OpenAI's Assistants API writes them: `{"type":"text","text":{"value","annotations"}}`,
    /// `{"type":"image_url",…}`.
    public var content: [JSONValue]
    /// What the model thought before it answered.
    public var reasoning: String?
    /// What the platform's tools left: PixiGPT's `sources`, `media` and `code`.
    public var attachments: MessageAttachments
    /// Who answered; nil for messages that a client wrote.
    public var assistantID: AssistantID?
    /// The run that answered; nil for messages that a client wrote.
    public var runID: RunID?
    /// Why the answer is not complete, such as `max_tokens`; nil when it is.
    public var incompleteReason: String?
    /// The client's own notes.
    public var metadata: JSONObject

    /// Creates a message.
    public init(
        id: MessageID, threadID: ThreadID, createdAt: Int, role: ChatRole, content: [JSONValue],
        reasoning: String? = nil, attachments: MessageAttachments = MessageAttachments(),
        assistantID: AssistantID? = nil, runID: RunID? = nil, incompleteReason: String? = nil,
        metadata: JSONObject = [:]
    ) {
        self.id = id
        self.threadID = threadID
        self.createdAt = createdAt
        self.role = role
        self.content = content
        self.reasoning = reasoning
        self.attachments = attachments
        self.assistantID = assistantID
        self.runID = runID
        self.incompleteReason = incompleteReason
        self.metadata = metadata
    }

    /// A block of text as ``content`` holds it.
    public static func text(_ text: String) -> JSONValue {
        ["type": "text", "text": ["value": .string(text), "annotations": []]]
    }

    /// The text of all text blocks, with a blank line between two.
    public var text: String {
        content.compactMap { $0["text"]?["value"]?.stringValue }.joined(separator: "\n\n")
    }
}
