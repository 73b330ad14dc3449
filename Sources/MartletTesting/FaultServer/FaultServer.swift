import NIOCore
import NIOPosix

/// An HTTP/1.1 server on the loopback interface that can misbehave at any byte, for tests of HTTP clients.
///
/// A handler decides what happens to each request; it runs in the connection's task, so it may wait (for a
/// ``FaultGate``, say) to hold back the head of the response. Connections are kept alive, request bodies are read by
/// `Content-Length` or chunks and collected, `Expect: 100-continue` is answered, HEAD gets no body, a malformed request
/// gets a 400 that says what is wrong with it.
///
/// A client has gone away when its end of the connection is closed, also for writing only: the handler's task is
/// cancelled and the remaining steps are dropped.
///
/// ```swift
/// try await withFaultServer { request in
///     request.index < 2 ? .json("{}", status: 503) : .json("{}")
/// } _: { server in
///     let client = Client(baseURL: server.baseURL)
///     …
///     #expect(server.requests.count == 3)
/// }
/// ```
public final class FaultServer: Sendable {
    /// Decides what happens to a request. Called once for each complete request, in order within a connection.
    public typealias Handler = @Sendable (FaultRequest) async -> FaultResponse

    /// How many connections the kernel may hold that are not accepted yet.
    private static let backlog: Int32 = 4096

    /// The TCP port, chosen by the system.
    public let port: Int
    let core: FaultServerCore
    private let listener: any Channel

    private init(listener: any Channel, port: Int, core: FaultServerCore) {
        self.listener = listener
        self.port = port
        self.core = core
    }

    deinit {
        listener.close(promise: nil)
        for channel in core.monitor.update({ $0.shutDown() }) {
            channel.close(promise: nil)
        }
    }

    /// Starts a server on 127.0.0.1. End it with ``shutdown()``, or use `withFaultServer`, which does.
    ///
    /// - Parameters:
    ///   - keepingRequests: How many requests ``requests`` keeps, the newest. Give a small number to a test that sends
    ///     very many and looks at memory.
    ///   - handler: Decides what happens to each request.
    /// - Throws: When no port can be bound.
    public static func start(
        keepingRequests: Int = .max,
        _ handler: @escaping Handler
    ) async throws -> FaultServer {
        let core = FaultServerCore(requestsKept: keepingRequests, handler: handler)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: backlog)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FaultConnectionHandler(core: core))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        return FaultServer(listener: listener, port: listener.localAddress?.port ?? 0, core: core)
    }

    /// Starts a server that answers request n with `responses[n]`, and with the last of them from there on.
    ///
    /// - Throws: ``FaultServerError/Code/noResponses`` when the list is empty; when no port can be bound.
    public static func start(
        keepingRequests: Int = .max,
        _ responses: [FaultResponse]
    ) async throws -> FaultServer {
        guard !responses.isEmpty else {
            throw FaultServerError(.noResponses, "give the server at least one response")
        }
        return try await start(keepingRequests: keepingRequests) { responses[min($0.index, responses.count - 1)] }
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    public var baseURL: String { "http://127.0.0.1:\(port)" }

    /// The complete requests so far, in the order of their ``FaultRequest/index``.
    public var requests: [FaultRequest] { core.monitor.read { Array($0.requests) } }

    /// How many complete requests there were so far, kept or not.
    public var requestCount: Int { core.monitor.read { $0.requestConnections.count } }

    /// How many connections were accepted so far.
    public var connectionCount: Int { core.monitor.read { $0.connections.count } }

    /// How many of them neither side has closed.
    public var openConnectionCount: Int { core.monitor.read { $0.channels.count } }

    /// How many response bytes the kernel has taken so far, on all connections, heads and chunk framing included. A
    /// client that stops reading stops this number, once the socket buffers of both sides are full.
    public var bytesSent: Int { core.bytesSent }

    /// Closes the listener and all connections and waits until every connection's task has ended. Waits for the
    /// handler, which is cancelled, as well. Works in a cancelled task too. Shutting down twice is harmless.
    ///
    /// - Throws: ``FaultServerError/Code/timeout`` when a handler has not come back after 10 seconds.
    public func shutdown() async throws {
        let channels = core.monitor.update { $0.shutDown() }
        try? await listener.close().get()
        for channel in channels {
            channel.close(promise: nil)
        }
        let core = core
        // Awaited here; a task of its own because the caller may be cancelled and we wait all the same.
        try await Task {
            try await core.monitor.wait(
                timeout: .seconds(10),
                orFail: { "\($0.runningTasks) handlers or connections of the fault server have not ended" },
                until: { $0.runningTasks == 0 && $0.channels.isEmpty }
            )
        }.value
    }
}
