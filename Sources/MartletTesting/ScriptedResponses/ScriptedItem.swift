public import MartletAPI

/// One thing in an answer of a ``ScriptedResponsesServer``.
public enum ScriptedItem: Sendable {
    /// A message, piece by piece. With a gate, the first piece is sent and the others wait until the test opens it.
    case message([String], holding: FaultGate? = nil)
    /// What the model thinks, as a summary.
    case reasoning(String)
    /// A command, for the shell tool that the request offers, whatever its name. With a justification, the model asks
    /// to run it outside of the sandbox.
    case shellCommand(String, justification: String? = nil)
    /// A patch in Codex's form (`*** Begin Patch` … `*** End Patch`): for the tool `apply_patch` if the request offers
    /// it, else as a command of the shell.
    case applyPatch(String)
    /// A call of any function.
    case functionCall(name: String, arguments: JSONValue)
    /// An item as it is, announced and completed.
    case raw(JSONValue)

    /// A message that comes word by word.
    public static func text(_ text: String) -> ScriptedItem {
        .message(
            text.split(separator: " ", omittingEmptySubsequences: false).enumerated().map { position, word in
                (position == 0 ? "" : " ") + word
            })
    }
}
