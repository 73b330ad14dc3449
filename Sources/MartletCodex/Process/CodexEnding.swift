/// How a process of the Codex command line is ended before it ends by itself.
///
/// What ends the commands that a model runs, which have sessions of their own, differs: the end of the standard input for
/// `app-server`; for `exec`, SIGINT without a sandbox and SIGTERM with one. After ``grace``, SIGKILL goes to the whole tree
/// of processes.
public struct CodexEnding: Hashable, Sendable {
    /// What asks for the end.
    public enum Request: Hashable, Sendable {
        /// The end of the standard input.
        case endOfInput
        /// SIGINT, upon which `exec` ends the commands that run without a sandbox.
        case interrupt
        /// SIGTERM, upon which the sandbox's processes end with the one that holds them.
        case terminate
    }

    /// What asks for the end.
    public var request: Request
    /// How long the process may take before it is killed. Default 2 seconds.
    public var grace: Duration

    /// Creates a value.
    public init(_ request: Request, grace: Duration = .seconds(2)) {
        self.request = request
        self.grace = grace
    }
}
