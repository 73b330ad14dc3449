public import MartletAPI

/// A run as the platform keeps it: the order to answer a thread, and what became of it.
public struct StoredRun: Hashable, Sendable {
    /// Why a run failed.
    public struct Failure: Hashable, Sendable {
        /// For programs: `context_length_exceeded`, `rate_limit_exceeded`, `server_error`.
        public var code: String
        /// For people.
        public var message: String

        /// Creates a reason.
        public init(code: String, message: String) {
            self.code = code
            self.message = message
        }
    }

    /// Its identifier.
    public var id: RunID
    /// Whose it is.
    public var owner: AccountID
    /// The thread to answer.
    public var threadID: ThreadID
    /// The assistant that answers.
    public var assistantID: AssistantID
    /// When it was ordered, in seconds since 1970.
    public var createdAt: Int
    /// Where it stands.
    public var state: RunState
    /// The model that answers.
    public var model: ModelID
    /// What the client wants of the answer, in the members of OpenAI's chat request and run request: `enable_thinking`,
    /// `temperature`, `top_p`, `max_tokens`, `instructions`, `additional_instructions`, `tools`, `tool_choice`,
    /// `parallel_tool_calls`, `response_format`, `reasoning_effort`.
    public var parameters: JSONObject
    /// The client's own notes.
    public var metadata: JSONObject
    /// When a worker took it up, in seconds since 1970.
    public var startedAt: Int?
    /// When it reached a terminal state, in seconds since 1970.
    public var endedAt: Int?
    /// Until when outputs are waited for, in seconds since 1970; only in ``RunState/requiresAction``.
    public var expiresAt: Int?
    /// Why it failed.
    public var failure: Failure?
    /// Why the answer is not complete: `max_completion_tokens`.
    public var incompleteReason: String?
    /// What it cost, all rounds together.
    public var usage: CompletionUsage?
    /// The answer.
    public var messageID: MessageID?
    /// The rounds of tools so far, behind the thread's messages: calls, and what the tools said.
    public var rounds: [ChatMessage]
    /// What the tools of those rounds left.
    public var attachments: MessageAttachments
    /// How often a worker has taken it up. Only the latest may finish it.
    public var attempt: Int

    /// Creates a run that is queued.
    public init(
        id: RunID, owner: AccountID, threadID: ThreadID, assistantID: AssistantID, createdAt: Int, model: ModelID,
        parameters: JSONObject = [:], metadata: JSONObject = [:]
    ) {
        self.id = id
        self.owner = owner
        self.threadID = threadID
        self.assistantID = assistantID
        self.createdAt = createdAt
        state = .queued
        self.model = model
        self.parameters = parameters
        self.metadata = metadata
        rounds = []
        attachments = MessageAttachments()
        attempt = 0
    }
}
