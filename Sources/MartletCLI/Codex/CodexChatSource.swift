import Martlet
import MartletAPI
import MartletCodex

/// Lends Codex as a plain chat model, with the options that other platforms have.
struct CodexChatSource {
    let options: PlatformOptions
    let output: OutputOptions

    /// What the options, the environment and the configuration file say.
    ///
    /// - Throws: `MartletError` with `invalidConfiguration`.
    func configuration(environment: [String: String]? = nil) throws -> CodexConfiguration {
        var configuration = try CodexConfiguration(environment: environment)
        configuration.mode = .chat
        if let baseURL = options.baseURL { configuration.baseURL = baseURL }
        if let apiKey = options.apiKey { configuration.apiKey = apiKey }
        if let timeout = options.timeout { configuration.timeout = .seconds(timeout) }
        if output.verbose { configuration.logger = output.logger }
        let isQuiet = output.quiet
        let lines = CodexActivityLines()
        configuration.onActivity = { activity in
            // What is no part of a chat is a warning, or nothing.
            guard !isQuiet, case .warning = activity else { return }
            for line in lines.lines(activity) { Terminal.standardError(line + "\n") }
        }
        return configuration
    }

    /// - Throws: What `body` throws; `MartletError` with `invalidConfiguration`.
    func withModel(_ body: @Sendable (any ChatModel) async throws -> Void) async throws {
        let client = try CodexClient(try configuration())
        do {
            try await body(client)
            await client.shutdown()
        } catch {
            await client.shutdown()
            throw error
        }
    }
}
