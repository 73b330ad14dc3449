import Martlet

/// Lends a client of one directory and ends it afterwards, whatever happens: Codex and everything that it started are gone
/// when this returns.
///
/// ```swift
/// let summary = try await withCodexSession(workingDirectory: "~/project", sandbox: .readOnly) { client in
///     try await client.generate("What does this project do?")
/// }
/// ```
///
/// - Parameters:
///   - workingDirectory: The directory that the agent works in. Default that of the configuration.
///   - sandbox: What commands may touch. Default that of the configuration.
///   - configuration: Everything else. Default what the environment and the configuration file say.
///   - body: What is done with the client.
/// - Throws: ``Martlet/MartletError/Code/invalidConfiguration``, and what `body` throws.
public func withCodexSession<Result>(
    workingDirectory: String? = nil, sandbox: CodexSandbox? = nil, configuration: CodexConfiguration? = nil,
    _ body: (CodexClient) async throws -> Result
) async throws -> Result {
    var configuration = try configuration ?? CodexConfiguration(environment: nil)
    if let workingDirectory { configuration.workingDirectory = workingDirectory }
    if let sandbox { configuration.sandbox = sandbox }
    let client = try CodexClient(configuration)
    do {
        let result = try await body(client)
        await client.shutdown()
        return result
    } catch {
        await client.shutdown()
        throw error
    }
}
