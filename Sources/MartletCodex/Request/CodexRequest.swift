import Martlet
import MartletAPI

/// A chat completion request as Codex can take it.
struct CodexRequest: Sendable {
    let settings: CodexRequestSettings
    /// The model to ask for; nil lets Codex choose.
    let model: ModelID?
    /// How many choices: each is a turn of a thread of its own.
    let choices: Int
    /// The leading instructions.
    let instructions: String?
    /// Everything between the instructions and the input, as items of the Responses API.
    let items: [JSONValue]
    /// What the turn starts with: the last message, if it is the user's.
    let input: [TurnInput]
    /// Tools that the caller answers.
    let dynamicTools: [JSONValue]
    let outputSchema: JSONValue?
    let effort: String?
    let stop: [String]
    let maxTokens: Int?
    let includesUsage: Bool
    /// What could not be honoured, a sentence each.
    let notes: [String]

    /// - Throws: `MartletError` with `invalidRequest`, naming the parameter: a value out of range, a message that cannot
    ///   be expressed, or a parameter that cannot be honoured where the settings say that this is an error.
    init(_ request: ChatCompletionRequest, settings: CodexRequestSettings) throws(MartletError) {
        throw MartletError(.invalidRequest, "")
    }

    /// What each thread is started with.
    var threadSettings: ThreadSettings { ThreadSettings() }
    /// What puts the history into a thread; nil when there is none.
    func injection(into threadID: CodexThreadID) -> InjectItemsCall? { nil }
    /// What starts the turn.
    func start(in threadID: CodexThreadID) -> TurnStartCall { TurnStartCall(threadID: threadID, input: input) }
    /// How the answer of each turn is read. What a handler answers, and whether there is one for approvals, is the
    /// client's to add.
    func turnSettings(messages: TurnSettings.Messages) -> TurnSettings { TurnSettings(messages: messages) }
}
