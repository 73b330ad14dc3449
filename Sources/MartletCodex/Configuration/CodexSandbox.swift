/// What commands that a model runs may touch. The values are the Codex command line's `--sandbox`.
public struct CodexSandbox: RawRepresentable, Hashable, Sendable {
    /// The value as the command line takes it.
    public let rawValue: String
    /// Creates the mode from the command line's word for it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Reading only.
    public static let readOnly = CodexSandbox(rawValue: "read-only")
    /// Writing below the working directory and the temporary directory; no network.
    public static let workspaceWrite = CodexSandbox(rawValue: "workspace-write")
    /// No sandbox at all.
    public static let dangerFullAccess = CodexSandbox(rawValue: "danger-full-access")
}
