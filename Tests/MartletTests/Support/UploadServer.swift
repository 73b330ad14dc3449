import NIOCore
import NIOPosix
import Synchronization

/// A server that reads requests as slowly as a test wants, and answers when a test wants, also amid a body.
final class UploadServer: Sendable {
    private struct State {
        var received = 0
        var connections: [any Channel] = []
    }

    let port: Int
    private let listener: any Channel
    private let state: Shared

    private final class Shared: Sendable {
        let state = Mutex(State())
    }

    private init(listener: any Channel, state: Shared) {
        self.listener = listener
        self.state = state
        port = listener.localAddress?.port ?? 0
    }

    var baseURL: String { "http://127.0.0.1:\(port)" }
    /// How many bytes were read so far, heads included.
    var received: Int { state.state.withLock { $0.received } }

    /// Begins to read, on all connections.
    func read() {
        for channel in state.state.withLock({ $0.connections }) {
            channel.setOption(.autoRead, value: true).whenComplete { _ in channel.read() }
        }
    }

    /// Lends a server.
    ///
    /// - Parameters:
    ///   - reads: Whether it reads from the start; else from ``read()`` on.
    ///   - answer: What it answers once it has read this many bytes, and whether it closes then.
    static func lend<Result>(
        reads: Bool = true, answer: (after: Int, text: String, closes: Bool)? = nil,
        _ body: (UploadServer) async throws -> Result
    ) async throws -> Result {
        let state = Shared()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: reads)
            .childChannelInitializer { channel in
                state.state.withLock { $0.connections.append(channel) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(state: state, answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = UploadServer(listener: listener, state: state)
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(server))
        } catch {
            result = .failure(error)
        }
        for channel in state.state.withLock({ $0.connections }) { channel.close(promise: nil) }
        try? await listener.close()
        return try result.get()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let state: Shared
        private let answer: (after: Int, text: String, closes: Bool)?
        private var count = 0
        private var hasAnswered = false

        init(state: Shared, answer: (after: Int, text: String, closes: Bool)?) {
            self.state = state
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data).readableBytes
            count += bytes
            state.state.withLock { $0.received += bytes }
            guard let answer, count >= answer.after, !hasAnswered else { return }
            hasAnswered = true
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer.text))).whenComplete { _ in
                if answer.closes { channel.close(promise: nil) }
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
