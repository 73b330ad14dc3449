/// When Codex asks before it runs a command or changes a file. The values are the command line's `--ask-for-approval`.
public struct CodexApprovalPolicy: RawRepresentable, Hashable, Sendable {
    /// The value as the command line takes it.
    public let rawValue: String
    /// Creates the policy from the command line's word for it.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Before everything but a few commands known to be harmless.
    public static let untrusted = CodexApprovalPolicy(rawValue: "untrusted")
    /// When the model asks to leave the sandbox.
    public static let onRequest = CodexApprovalPolicy(rawValue: "on-request")
    /// Never: what the sandbox does not allow fails.
    public static let never = CodexApprovalPolicy(rawValue: "never")
}
