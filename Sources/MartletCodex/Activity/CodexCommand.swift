/// A command that the model runs.
public struct CodexCommand: Hashable, Sendable {
    /// Names the item.
    public var id: String
    /// The command line, as it was given to a shell: `/bin/bash -lc '…'`.
    public var command: String
    /// Where it runs.
    public var workingDirectory: String?
    /// What it printed, standard output and standard error together; the last 64 KiB. Empty while it runs.
    public var output: String
    /// Its exit code; nil while it runs, and when it never ran.
    public var exitCode: Int?
    /// How it stands.
    public var status: CodexStatus
    /// How long it took.
    public var duration: Duration?
}
