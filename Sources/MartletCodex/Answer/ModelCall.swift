/// What the current call of the model has brought: what another attempt will bring again.
struct ModelCall: Sendable {
    var text = ""
    var reasoning = ""
    /// Whether the answer had text before the call.
    var followsText = false
    /// Whether there was reasoning before the call.
    var followsReasoning = false
}
