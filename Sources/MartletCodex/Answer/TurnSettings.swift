import MartletAPI

/// How the answer of a turn is made from what Codex sends.
struct TurnSettings: Sendable {
    /// Which messages of a turn are the answer, where the model marks none as such.
    enum Messages: Hashable, Sendable {
        /// All of them, each as it comes, with a blank line between.
        case all
        /// The last one. Nothing is handed out until it is known.
        case last
    }

    var messages = Messages.all
    /// Where the answer ends; not part of it.
    var stop: [String] = []
    /// The answer's length, in tokens as they are estimated. Nil for no limit.
    var maxTokens: Int?
    /// Names of tools whose calls are answered here and now; calls of others end the turn.
    var answeredTools: Set<String> = []
    /// Whether approvals are asked for. Else they are declined.
    var asksForApproval = false
    /// Whether calls that the caller answers are collected until the model has made all of them. Codex hands out one at a
    /// time: to see the next, the one before is answered with a stopgap, and the turn is ended before the model goes on
    /// with it. False ends the turn at the first call, as an agent that runs commands should.
    var collectsToolCalls = false
    /// How long more calls of tools are waited for when one has come and the model call does not end. Default 250 ms.
    var toolWait = Duration.milliseconds(250)
    /// How long a turn may take to end when it was interrupted. Default 1 s.
    var interruptWait = Duration.seconds(1)
    /// How much output of a command is kept, in bytes. Default 64 KiB.
    var keptOutputBytes = 64 << 10
    /// How many activities are kept in the outcome. Default 1,000.
    var keptActivities = 1_000
    /// How much text an answer may have, in bytes, with its reasoning. Default 64 MiB.
    var textBytes = 64 << 20
    /// Takes keys out of warnings and errors.
    var redactor = CodexRedactor(secrets: [])
}
