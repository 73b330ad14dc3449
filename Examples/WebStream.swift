// A web server that hands an answer on to a browser as the model writes it.
//
//     swift run Examples web-stream                  # then open http://127.0.0.1:8080
//     swift run Examples web-stream --once           # asks itself once and ends

import HTTPTypes
import Hummingbird
import Logging
import Martlet
import MartletAPI
import NIOCore
import ServiceLifecycle
import UnixSignals

enum WebStream: Example {
    static let summary = "A web page to which an answer streams; it stops when the browser goes away."

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let isOnce = context.arguments.contains("--once")
        try await serve(client, model: context.model, port: isOnce ? 0 : 8_080, endsAfterBody: isOnce) { port in
            context.print("Listening on http://127.0.0.1:\(port)")
            if isOnce { context.print(try await ask("Tell me about swallows.", port: port)) }
        }
    }

    /// Runs the server, and `body` once it listens. Ctrl-C lets the answers under way end.
    static func serve(
        _ client: MartletClient, model: ModelID, port: Int, endsAfterBody: Bool, _ body: (Int) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let logger = Logger(label: "web-stream", factory: { _ in SwiftLogNoOpLogHandler() })
        let application = Application(
            router: router(client, model: model),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in listening.yield(channel.localAddress?.port ?? port) },
            logger: logger)
        let services = ServiceGroup(
            services: [application], gracefulShutdownSignals: endsAfterBody ? [] : [.sigint, .sigterm], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // When the port is taken, nobody must wait for it.
                defer { listening.finish() }
                try await services.run()
            }
            if let port = await ports.first(where: { _ in true }) {
                defer { if endsAfterBody { group.addTask { await services.triggerGracefulShutdown() } } }
                try await body(port)
            }
            try await group.waitForAll()
        }
    }

    /// Asks as a browser would. Any HTTP client can; ours is at hand, with the route as its whole base URL.
    static func ask(_ prompt: String, port: Int) async throws -> String {
        let browser = try MartletClient(platform: .custom("http://127.0.0.1:\(port)/stream"), apiKey: nil)
        var options = RequestOptions()
        options.query = [("prompt", prompt)]
        return String(buffer: try await browser.send(.get, Endpoint(), options: options).body)
    }
}
