import MartletAPI

/// What a thread is started, resumed or forked with. Nothing of it is remembered between these: sandbox and approvals
/// must be given again.
struct ThreadSettings: Hashable, Sendable {
    var model: ModelID?
    var modelProvider: String?
    /// Given, Codex writes into its own configuration that it trusts the directory when the sandbox allows writing.
    /// A server whose process was started there needs none.
    var workingDirectory: String?
    var approvalPolicy: CodexApprovalPolicy?
    var sandbox: CodexSandbox?
    /// Overrides of Codex's configuration; keys may be dotted.
    var configuration: JSONObject = [:]
    /// Replaces the agent's instructions.
    var baseInstructions: String?
    /// Instructions beside those of the agent.
    var developerInstructions: String?
    /// Whether nothing is kept on disk.
    var isEphemeral: Bool?
    /// Whether the thread has no environment, and so no tools of Codex.
    var hasNoEnvironment = false
    /// Tools that we answer calls of.
    var dynamicTools: [JSONValue] = []
    var serviceTier: String?

    var params: JSONObject {
        var params: JSONObject = [:]
        params["model"] = model.map { .string($0.rawValue) }
        params["modelProvider"] = modelProvider.map { .string($0) }
        params["cwd"] = workingDirectory.map { .string($0) }
        params["approvalPolicy"] = approvalPolicy.map { .string($0.rawValue) }
        params["sandbox"] = sandbox.map { .string($0.rawValue) }
        if !configuration.isEmpty { params["config"] = .object(configuration) }
        params["baseInstructions"] = baseInstructions.map { .string($0) }
        params["developerInstructions"] = developerInstructions.map { .string($0) }
        params["ephemeral"] = isEphemeral.map { .bool($0) }
        params["serviceTier"] = serviceTier.map { .string($0) }
        if hasNoEnvironment { params["environments"] = [] }
        if !dynamicTools.isEmpty { params["dynamicTools"] = .array(dynamicTools) }
        return params
    }
}
