public import MartletAPI

/// An assistant as the platform keeps it; PixiGPT's and OpenAI's clients see the same one.
public struct StoredAssistant: Hashable, Sendable {
    /// Its identifier.
    public var id: AssistantID
    /// Whose it is.
    public var owner: AccountID
    /// When it was made, in seconds since 1970.
    public var createdAt: Int
    /// Its name.
    public var name: String?
    /// What the model is told before the conversation.
    public var instructions: String?
    /// The model that answers; nil for the platform's default at the time of a run.
    public var model: ModelID?
    /// PixiGPT's `tools_config`: which of the platform's tools its runs may use. Nil: all of them.
    public var toolsConfig: String?
    /// What only OpenAI's clients set: `description`, `tools`, `tool_resources`, `metadata`, `temperature`, `top_p`,
    /// `response_format`, `reasoning_effort`.
    public var details: JSONObject

    /// Creates an assistant.
    public init(
        id: AssistantID, owner: AccountID, createdAt: Int, name: String? = nil, instructions: String? = nil,
        model: ModelID? = nil, toolsConfig: String? = nil, details: JSONObject = [:]
    ) {
        self.id = id
        self.owner = owner
        self.createdAt = createdAt
        self.name = name
        self.instructions = instructions
        self.model = model
        self.toolsConfig = toolsConfig
        self.details = details
    }
}
