import MartletAPI

/// What a request is turned into turns with: the client's options, after all layers were put together.
struct CodexRequestSettings: Sendable {
    var mode = CodexMode.agent
    var sandbox = CodexSandbox.workspaceWrite
    var approvalPolicy = CodexApprovalPolicy.onRequest
    /// The model for requests that name none. Nil lets Codex choose.
    var model: ModelID?
    /// Other names for models. None by default.
    var modelAliases: [ModelID: ModelID] = [:]
    var unsupportedParameters = CodexUnsupportedParameters.warn
    /// Where commands run; absolute. `exec` gets it as `-C`. A server was started there and gets none, so that Codex
    /// does not write that it trusts the directory.
    var workingDirectory: String?
    /// Directories, besides the working directory, that commands may write to.
    var additionalDirectories: [String] = []
    /// Nil for the provider of Codex's own configuration.
    var provider: CodexProvider?
    /// Whether threads leave nothing on disk.
    var isEphemeral = true
    /// The largest `n`. Default 16.
    var choiceLimit = 16
    /// More overrides of Codex's configuration; dotted keys.
    var configuration: JSONObject = [:]
}
