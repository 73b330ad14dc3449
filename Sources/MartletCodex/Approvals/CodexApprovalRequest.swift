public import MartletAPI

/// Something that Codex wants to do, and that needs a yes or a no.
///
/// Yes means full access for this one thing: a command that was accepted runs, or runs again, outside the sandbox.
public struct CodexApprovalRequest: Hashable, Sendable {
    /// What it is.
    public enum Subject: Hashable, Sendable {
        /// To run a command: as Codex would give it to a shell, and where.
        case command(String, workingDirectory: String?)
        /// To change files. The changes are those of the activity with the same ``CodexApprovalRequest/itemID``, as far
        /// as it was seen. `grantRoot` is a directory that stays writable for the whole session when accepted.
        case fileChange([CodexFileChange], grantRoot: String?)
        /// To have permissions for the rest of the turn.
        case permissions(JSONValue)
    }

    /// What Codex wants to do.
    public var subject: Subject
    /// Why, in the model's words.
    public var reason: String?
    /// The thread.
    public var threadID: CodexThreadID
    /// The turn.
    public var turnID: CodexTurnID?
    /// The item that waits; the activity with the same id is about it too.
    public var itemID: String
    /// The answers that Codex proposes, in its words. ``CodexApprovalDecision/acceptForSession`` works even when it is
    /// not among them.
    public var availableDecisions: [String]
    /// Everything that Codex says of it.
    public var payload: JSONObject

    /// Creates a request, for tests of handlers; what is not given is empty.
    public init(_ subject: Subject, threadID: CodexThreadID, itemID: String) {
        self.subject = subject
        self.threadID = threadID
        self.itemID = itemID
        availableDecisions = []
        payload = [:]
    }
}
