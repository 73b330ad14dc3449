public import Martlet
public import MartletAPI

/// What holds for one call only. Whatever is nil is taken from the client's ``CodexConfiguration``.
///
/// A request's own `model` stands above everything.
public struct CodexRequestOptions: Sendable {
    /// The model, for a request that names none.
    public var model: ModelID?
    /// An agent with tools, or a plain chat model.
    public var mode: CodexMode?
    /// The directory that the agent works in. Codex remembers in its configuration that it trusts a directory that is given
    /// here with a sandbox that may write.
    public var workingDirectory: String?
    /// What the commands that a model runs may touch.
    public var sandbox: CodexSandbox?
    /// When commands need an approval.
    public var approvalPolicy: CodexApprovalPolicy?
    /// Decides about what Codex asks.
    public var approvalHandler: CodexApprovalHandler?
    /// How long the call may take, all attempts together. `.zero` for no limit.
    public var timeout: Duration?
    /// How long the turn may be silent. `.zero` for no limit.
    public var idleTimeout: Duration?
    /// When a failed attempt is repeated.
    public var retryPolicy: RetryPolicy?
    /// What happens to parameters that Codex cannot honour.
    public var unsupportedParameters: CodexUnsupportedParameters?
    /// Tools whose calls are answered in place.
    public var tools: Toolbox?
    /// Called for what happens beside the answer, after the client's own handler.
    public var onActivity: (@Sendable (CodexActivity) -> Void)?
    /// Overrides of Codex's own configuration, above those of the client.
    public var overrides: JSONObject = [:]

    /// Options that change nothing.
    public init() {}
}
