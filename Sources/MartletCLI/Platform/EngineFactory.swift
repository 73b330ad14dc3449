import Foundation
import Logging
import Martlet
import MartletEngine
import MartletServer

/// Makes the engine that the settings ask for: an upstream, or `llama-server` on this machine.
struct EngineFactory {
    let settings: Settings
    let logger: Logger

    /// - Throws: ``CommandFailure`` or `MartletError` when a setting is wrong.
    func make() throws -> any InferenceEngine {
        if let upstream = settings[.upstream] {
            var configuration = ClientConfiguration()
            configuration.logger = logger
            configuration.pool.connectionsPerHost = 1_024
            let client = try MartletClient(
                platform: .custom(upstream), apiKey: settings[.upstreamKey], configuration: configuration)
            return UpstreamEngine(client: client, logger: logger)
        }
        let media = try MediaFactory(settings: settings).make()
        return LlamaEngine(
            configuration: try llamaConfiguration(), logger: logger,
            pictures: MediaLoader(media: media, limits: PlatformLimits()))
    }

    func llamaConfiguration() throws -> LlamaServerConfiguration {
        let data = DataDirectory(settings: settings)
        var configuration = LlamaServerConfiguration(dataDirectory: data.path, modelsDirectory: data.models)
        configuration.executable = settings[.llamaServer]
        configuration.searchPath = ProcessInfo.processInfo.environment["PATH"]
        // The child gets what it needs of it, and no keys.
        configuration.environment = ProcessInfo.processInfo.environment
        if let size = try settings.integer(.contextSize, in: 64...(1 << 24)) { configuration.contextLength = size }
        if let slots = try settings.integer(.parallel, in: 1...256) { configuration.slots = slots }
        if let seconds = try settings.integer(.idleSeconds, in: 0...(1 << 30)) {
            configuration.idleTimeout = seconds == 0 ? nil : .seconds(seconds)
        }
        return configuration
    }
}
