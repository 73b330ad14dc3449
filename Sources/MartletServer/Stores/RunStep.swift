public import MartletAPI

/// One step of a run, as OpenAI's clients list them.
public struct RunStep: Hashable, Sendable {
    /// Its identifier, such as `step_…`.
    public var id: String
    /// The run it belongs to.
    public var runID: RunID
    /// When it began, in seconds since 1970.
    public var createdAt: Int
    /// When it ended, in seconds since 1970; nil while it goes on.
    public var endedAt: Int?
    /// OpenAI's `step_details`: `{"type":"message_creation",…}` or `{"type":"tool_calls",…}`.
    public var details: JSONObject
    /// What it cost.
    public var usage: CompletionUsage?

    /// Creates a step.
    public init(
        id: String, runID: RunID, createdAt: Int, endedAt: Int? = nil, details: JSONObject,
        usage: CompletionUsage? = nil
    ) {
        self.id = id
        self.runID = runID
        self.createdAt = createdAt
        self.endedAt = endedAt
        self.details = details
        self.usage = usage
    }
}
