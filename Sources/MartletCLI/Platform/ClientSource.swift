import Foundation
import Logging
import Martlet
import MartletServer
import MartletStorage

/// Lends a client to a command: of the platform that is configured, or of one inside this process.
struct ClientSource {
    let options: PlatformOptions
    let output: OutputOptions
    /// Whether the command makes or reads what a platform keeps. Where none is configured it then talks to the platform
    /// that has the data directory, and starts one on that directory when none has.
    var needsState = false

    /// - Parameter needsEngine: Whether the command can do nothing without a model of its own platform. Default `true`.
    /// - Throws: What `body` throws, and ``CommandFailure`` when the local platform cannot start.
    func withClient<Result: Sendable>(
        needsEngine: Bool = true, _ body: @escaping @Sendable (MartletClient) async throws -> Result
    ) async throws -> Result {
        if let (platform, baseURL) = try options.configured() {
            var configuration = ClientConfiguration()
            if output.verbose { configuration.logger = output.logger }
            let client = try MartletClient(
                platform: platform, baseURL: baseURL, options: options.requestOptions, configuration: configuration)
            return try await closing(client, body)
        }
        let settings = try await Settings.load()
        if needsState, let holder = DataDirectoryLock.holder(of: DataDirectory(settings: settings).path),
            let baseURL = holder.baseURL
        {
            let client = try MartletClient(platform: .local, baseURL: baseURL, options: options.requestOptions)
            return try await closing(client, body)
        }
        var logger = output.logger
        // What goes wrong in there reaches the person as the command's own error.
        if !output.verbose { logger.logLevel = .critical }
        let embedded = try EmbeddedPlatform(settings: settings, logger: logger, keepsState: needsState)
        return try await embedded.run(needsEngine: needsEngine) { address, key in
            let client = try MartletClient(
                platform: .local, apiKey: key, baseURL: address, options: options.requestOptions)
            return try await closing(client, body)
        }
    }

    private func closing<Result: Sendable>(
        _ client: MartletClient, _ body: (MartletClient) async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body(client)
            try await client.shutdown()
            return result
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
