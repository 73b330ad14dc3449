import MartletAPI

/// How the output of `codex exec` is read.
struct ExecSettings: Sendable {
    /// How the answer is made. Approvals and tools do not occur here.
    var turn = TurnSettings()
    var limits = OutputLimits()
    /// How long the process may stay when its turn is over. Default 2 s.
    var exitWait = Duration.seconds(2)
    /// How much of the output is kept for a program that prints plain text, in bytes. Default 16 MiB.
    var textBytes = 16 << 20
    /// What the thread took before this turn: `exec` counts over all turns of a thread. Nil for a new thread.
    var usageBefore: CodexTokenUsage?
    /// Takes keys out of what the process says.
    var redactor = CodexRedactor(secrets: [])
}
