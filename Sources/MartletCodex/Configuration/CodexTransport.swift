/// How the Codex command line is talked to.
public enum CodexTransport: String, Hashable, Sendable, CaseIterable {
    /// ``appServer`` where the command line is recent enough, else ``exec``.
    case automatic
    /// `codex app-server`: one process for all requests. Streams token by token, keeps the roles of a conversation, asks
    /// for approvals, and stops a turn cleanly.
    case appServer = "app-server"
    /// `codex exec --json`: one process for each request. The answer comes as a whole, earlier messages are rendered into
    /// one prompt, and there are no approvals, no tools of the program and no threads. For older command lines.
    case exec
}
