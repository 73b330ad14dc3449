import ArgumentParser
import Foundation
import Logging
import MartletServer
import MartletStorage
import Metrics
import ServiceLifecycle
import UnixSignals

/// Runs the local platform.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the local platform.",
        discussion: """
            Serves OpenAI's, PixiGPT's and GravixLayer's HTTP APIs from a model on this machine, or from any upstream. \
            Each setting can also stand in the environment (MARTLET_PORT …) or in martlet.yaml; --print-config shows \
            what holds and why. SIGTERM and Ctrl-C let answers under way end first.
            """)

    @Option(
        help: "The address to listen on. Any but a loopback address needs a key (MARTLET_API_KEY). Default 127.0.0.1.")
    var host: String?

    @Option(help: "The port to listen on; 0 for any that is free. Default 8484.")
    var port: Int?

    @Option(help: ArgumentHelp("The data directory. Default $MARTLET_HOME.", valueName: "directory"))
    var data: String?

    @Option(help: ArgumentHelp("The models directory. Default models/ in the data directory.", valueName: "directory"))
    var models: String?

    @Option(help: ArgumentHelp("A server that answers instead of a model of this machine.", valueName: "url"))
    var upstream: String?

    @Option(help: ArgumentHelp("The configuration file. Default martlet.yaml.", valueName: "file"))
    var config: String?

    @Flag(name: .customLong("print-config"), help: "Show what holds and why, and end.")
    var printConfig = false

    func run() async throws {
        var flags: [Setting: String] = [:]
        flags[.host] = host
        flags[.port] = port.map(String.init)
        flags[.home] = data
        flags[.models] = models
        flags[.upstream] = upstream
        let settings = try await Settings.load(flags: flags, file: config)
        if printConfig {
            try Terminal.write(settings.description(dataDirectory: DataDirectory(settings: settings)) + "\n")
            return
        }
        let configuration = try Self.configuration(settings)
        let state = try PlatformState.open(DataDirectory(settings: settings), settings)
        let logger = try Self.logger(settings)
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        let engine = try EngineFactory(settings: settings, logger: logger).make()
        if settings[.upstream] == nil, case .notReady(let reason) = await engine.readiness() {
            // It may become ready: a model can be dropped in.
            logger.warning("The engine is not ready", metadata: ["reason": "\(reason)"])
        }
        let host = configuration.host
        let server = try PlatformServer(
            configuration: configuration, engine: engine, logger: logger, stores: state.stores,
            media: try MediaFactory(settings: settings).make(), metrics: metrics,
            onListening: { port in
                let name = host.contains(":") ? "[\(host)]" : host
                do {
                    // For commands that look for the platform of this directory.
                    try state.lock?.note(baseURL: "http://\(name):\(port)/v1")
                } catch {
                    logger.warning("The data directory cannot name this platform", metadata: ["error": "\(error)"])
                }
                Terminal.standardError("martlet: serving on http://\(name):\(port)/v1 (Ctrl-C stops)\n")
            })
        var group = ServiceGroupConfiguration(
            services: [.init(service: engine), .init(service: server)],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // After that, what still runs is cancelled, and the children with it.
        group.maximumGracefulShutdownDuration = .seconds(configuration.limits.shutdownSeconds)
        defer { state.lock?.release() }
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error where !(error is CancellationError) {
            throw Self.failure(error, configuration: configuration)
        }
    }

    private static func configuration(_ settings: Settings) throws -> PlatformConfiguration {
        var configuration = PlatformConfiguration()
        configuration.host = settings[.host] ?? configuration.host
        configuration.port = try settings.integer(.port, in: 0...65_535) ?? configuration.port
        configuration.apiKeys = APIKeys((settings[.apiKey] ?? "").split(separator: ",").map(String.init))
        try configuration.apply(settings)
        return configuration
    }

    private static func logger(_ settings: Settings) throws -> Logger {
        let name = settings[.logLevel] ?? "info"
        guard let level = Logger.Level(rawValue: name.lowercased()) else {
            let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.configuration, "log_level must be one of \(known), not '\(name)'.")
        }
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "martlet")
        logger.logLevel = level
        return logger
    }

    private static func failure(_ error: any Error, configuration: PlatformConfiguration) -> any Error {
        let text = "\(error)"
        if text.contains("EADDRINUSE") || text.contains("Address already in use") {
            return CommandFailure(
                .unavailable,
                "Port \(configuration.port) is in use. Choose another with --port, or 0 for any that is free.")
        }
        return error
    }
}
