/// A message of the model, as far as it has come.
struct AnswerMessage: Sendable {
    var id: String
    var phase: CodexMessagePhase?
    /// All of its text so far.
    var text = ""
    /// Whether some of it is part of the answer already.
    var isHandedOut = false
}
