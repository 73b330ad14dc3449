import HTTPTypes
import Hummingbird
import Logging
import Martlet
import MartletAPI
import MartletWire
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The web server of the examples that have one. It listens on this machine only.
enum ExampleServer {
    /// Runs the server, and `body` once it listens. Ctrl-C lets the answers under way end.
    ///
    /// - Parameters:
    ///   - port: 0 for one that the system chooses.
    ///   - endsAfterBody: Whether the server stops when `body` returns; else it goes on until Ctrl-C.
    ///   - body: Is given the port.
    static func serve(
        _ router: Router<BasicRequestContext>, port: Int, endsAfterBody: Bool, _ body: (Int) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let logger = Logger(label: "examples", factory: { _ in SwiftLogNoOpLogHandler() })
        let application = Application(
            router: router,
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

    /// Asks a server of this machine, as any HTTP client can. Ours is at hand, with the route as its whole base URL.
    ///
    /// - Parameter body: What is posted; nil for a GET.
    /// - Returns: The answer's body.
    /// - Throws: `MartletError` with the body for a status above 399.
    static func ask(
        _ path: String, port: Int, query: [(name: String, value: String)] = [], body: JSONValue? = nil
    ) async throws -> String {
        var platform = Platform.custom("http://127.0.0.1:\(port)\(path)")
        // Nothing is added to the path, and nothing taken from it.
        platform.urlStyle = .exact
        let browser = try MartletClient(platform: platform, apiKey: nil)
        var options = RequestOptions()
        options.query = query
        options.maxRetries = 0
        let answer = try await browser.send(body == nil ? .get : .post, Endpoint(), body: body, options: options)
        return String(buffer: answer.body)
    }

    /// The headers of an answer that ends when its reader goes away. Hummingbird closes the connection behind it, and says
    /// nothing; a client that keeps connections must be told, or it sends its next request into a closed one.
    static func headers(_ contentType: String) -> HTTPFields {
        [.contentType: contentType, .cacheControl: "no-cache", .connection: "close"]
    }

    /// A server-sent event. Text with line ends becomes several `data` lines, which a reader puts together again;
    /// `"data: \(text)\n\n"` would lose all lines but the first.
    static func event(_ text: String, named name: String? = nil) -> ByteBuffer {
        var bytes: [UInt8] = []
        ServerSentEventEncoder.encode(data: text.utf8, event: name, into: &bytes)
        return ByteBuffer(bytes: bytes)
    }
}
