import Foundation
import Logging
import Martlet
import MartletAPI
import MartletCodex

/// Lends Codex to a command.
struct CodexSource {
    let options: CodexOptions
    let output: OutputOptions
    let speech: CodexSpeechOptions
    /// Whether an answer is its last message alone.
    var finalMessageOnly = false

    /// - Parameter asks: Whether the person at the terminal is asked about what Codex wants to do.
    /// - Throws: What `body` throws; `MartletError` with `invalidConfiguration`; ``CommandFailure``.
    func withClient<Result: Sendable>(
        asks: Bool = false, _ body: @escaping @Sendable (CodexClient) async throws -> Result
    ) async throws -> Result {
        var configuration = try options.configuration()
        configuration.logger = try speech.logger(output)
        if asks, TerminalQuestion.isPossible {
            let approvals = CodexApprovals()
            configuration.approvalHandler = { await approvals.decide($0) }
        } else if asks, let policy = configuration.approvalPolicy, policy != .never, !output.quiet {
            Terminal.standardError(
                "martlet: there is no terminal to ask at, so what Codex asks for is declined.\n")
        }
        if finalMessageOnly { configuration.deliversFinalMessageOnly = true }
        guard options.local else { return try await Self.lend(configuration, body) }
        return try await withLocalPlatform(configuration, body)
    }

    /// Codex with the local platform as its service.
    private func withLocalPlatform<Result: Sendable>(
        _ configuration: CodexConfiguration, _ body: @escaping @Sendable (CodexClient) async throws -> Result
    ) async throws -> Result {
        var configuration = configuration
        let environment = ProcessInfo.processInfo.environment
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if configuration.model == nil { configuration.model = ModelID(rawValue: value("MARTLET_MODEL") ?? "smollm2") }
        if let baseURL = value("MARTLET_BASE_URL") {
            configuration.baseURL = baseURL
            configuration.apiKey = value("MARTLET_API_KEY")
            return try await Self.lend(configuration, body)
        }
        var logger = configuration.logger
        // What goes wrong in there reaches the person as the command's own error.
        if !output.verbose { logger.logLevel = .critical }
        let settings = try await Settings.load()
        let complete = configuration
        return try await EmbeddedPlatform(settings: settings, logger: logger).run { address, key in
            var configuration = complete
            configuration.baseURL = address
            configuration.apiKey = key
            return try await Self.lend(configuration, body)
        }
    }

    private static func lend<Result: Sendable>(
        _ configuration: CodexConfiguration, _ body: (CodexClient) async throws -> Result
    ) async throws -> Result {
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
}
