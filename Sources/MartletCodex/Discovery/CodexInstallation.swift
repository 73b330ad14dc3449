/// A command line of Codex that was found.
public struct CodexInstallation: Hashable, Sendable {
    /// The executable.
    public var path: String
    /// What it says of itself.
    public var version: CodexVersion

    /// Whether it has the `app-server` that this package knows.
    public var hasAppServer: Bool { version >= .oldestWithAppServer }
}
