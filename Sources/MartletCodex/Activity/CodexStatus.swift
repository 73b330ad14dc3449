/// How something that Codex does stands. Open.
public struct CodexStatus: RawRepresentable, Hashable, Sendable {
    /// The word, as `exec --json` writes it.
    public let rawValue: String
    /// Creates the status from its word. The app-server's spelling, `inProgress`, is understood too.
    public init(rawValue: String) { self.rawValue = rawValue == "inProgress" ? "in_progress" : rawValue }

    /// It runs.
    public static let inProgress = CodexStatus(rawValue: "in_progress")
    /// It was done.
    public static let completed = CodexStatus(rawValue: "completed")
    /// It was tried and failed; of a command: its exit code is not 0.
    public static let failed = CodexStatus(rawValue: "failed")
    /// It was not allowed.
    public static let declined = CodexStatus(rawValue: "declined")
}
