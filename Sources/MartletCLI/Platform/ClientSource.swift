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

    /// Whether the command starts a platform inside itself, which ends with it.
    func startsPlatform() async throws -> Bool {
        try await remote() == nil
    }

    /// The platform outside of this process that the command talks to; nil when there is none.
    private func remote() async throws -> (platform: Platform, baseURL: String?)? {
        if let configured = try options.configured() { return configured }
        guard needsState else { return nil }
        let directory = DataDirectory(settings: try await Settings.load()).path
        guard let baseURL = DataDirectoryLock.holder(of: directory)?.baseURL else { return nil }
        return (platform: .local, baseURL: baseURL)
    }

    /// - Parameter needsEngine: Whether the command can do nothing without a model of its own platform. Default whether
    ///   it needs no state.
    /// - Throws: What `body` throws, and ``CommandFailure`` when the local platform cannot start.
    func withClient<Result: Sendable>(
        needsEngine: Bool? = nil, _ body: @escaping @Sendable (MartletClient) async throws -> Result
    ) async throws -> Result {
        if let (platform, baseURL) = try await remote() {
            var configuration = ClientConfiguration()
            if output.verbose { configuration.logger = output.logger }
            let client = try makeClient(platform, baseURL: baseURL, configuration)
            return try await closing(client, body)
        }
        return try await withOwnPlatform(needsEngine: needsEngine) { address, key in
            let client = try MartletClient(
                platform: .local, apiKey: key, baseURL: address, options: options.requestOptions)
            return try await closing(client, body)
        }
    }

    /// Runs a platform inside this process while `body` runs.
    ///
    /// - Parameters:
    ///   - needsEngine: See ``withClient(needsEngine:_:)``.
    ///   - body: Gets the platform's base URL and key.
    func withOwnPlatform<Result: Sendable>(
        needsEngine: Bool? = nil, _ body: @escaping @Sendable (String, String) async throws -> Result
    ) async throws -> Result {
        guard options.apiKey == nil else {
            throw CommandFailure(
                .usage, "--api-key is for a platform that is running: name one with --platform or --base-url.")
        }
        let settings = try await Settings.load()
        var logger = output.logger
        // What goes wrong in there reaches the person as the command's own error.
        if !output.verbose { logger.logLevel = .critical }
        let embedded = try EmbeddedPlatform(settings: settings, logger: logger, keepsState: needsState)
        return try await embedded.run(needsEngine: needsEngine ?? !needsState, body)
    }

    /// A client with the key that was given, or else with the one that the platform's environment variable holds.
    private func makeClient(
        _ platform: Platform, baseURL: String?, _ configuration: ClientConfiguration
    ) throws -> MartletClient {
        guard let key = options.apiKey else {
            return try MartletClient(
                platform: platform, baseURL: baseURL, options: options.requestOptions, configuration: configuration)
        }
        return try MartletClient(
            platform: platform, apiKey: key, baseURL: baseURL, options: options.requestOptions,
            configuration: configuration)
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
