/// How a process of the Codex command line is started.
public struct CodexLaunch: Sendable {
    /// What the process reads on its standard input.
    public enum Input: Hashable, Sendable {
        /// A pipe that stays open until ``CodexProcess/closeInput()``. Its end, which comes also when this program is
        /// killed, tells `codex app-server` to end.
        case pipe
        /// These bytes and then the end of the file; none for a process that reads nothing. Codex waits for the end of
        /// its standard input before it begins, so it is never left open.
        case bytes([UInt8])
    }

    /// The absolute path of the executable.
    public var executable: String
    /// The arguments. They never hold a key.
    public var arguments: [String]
    /// The whole environment of the process; nothing is inherited.
    public var environment: [String: String]
    /// The directory that the process starts in.
    public var workingDirectory: String
    /// What it reads.
    public var input: Input
    /// A directory for files that only this user may read.
    public var privateDirectory: String
    /// How the process is ended before its time.
    public var ending: CodexEnding

    /// Creates a value.
    public init(
        executable: String, arguments: [String], environment: [String: String], workingDirectory: String,
        input: Input, privateDirectory: String, ending: CodexEnding
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.input = input
        self.privateDirectory = privateDirectory
        self.ending = ending
    }
}
