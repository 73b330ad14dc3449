import NIOCore

/// One connection of a ``FaultServer``: reads requests on the event loop and answers them, in order, in one task.
///
/// The task is started when the connection opens and cancelled when the socket is gone; `FaultServer.shutdown()` waits
/// for all of them through `FaultServerState.runningTasks`.
final class FaultConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// What the parser saw, in order, with the request as the server knows it.
    enum Arrival: Sendable {
        case continueExpected
        case request(FaultRequest)
        case invalid(String)
    }

    private let core: FaultServerCore
    private var parser = FaultRequestParser()
    private var connection: Int?
    private var arrivals: AsyncStream<Arrival>.Continuation?
    private var task: Task<Void, Never>?
    private var isInvalid = false

    init(core: FaultServerCore) {
        self.core = core
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        guard let number = core.monitor.update({ $0.accepted(channel) }) else {
            context.close(promise: nil)
            return
        }
        connection = number
        // Holds what one client has sent ahead of its answers: at most what the test's own client pipelines.
        let (stream, continuation) = AsyncStream.makeStream(of: Arrival.self)
        arrivals = continuation
        let core = core
        // Ended by channelInactive, awaited by FaultServer.shutdown().
        task = Task { await core.serve(stream, on: channel, connection: number) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let connection, !isInvalid else { return }
        parser.append(unwrapInboundIn(data).readableBytesView)
        while !isInvalid, let event = parser.next() {
            switch event {
            case .continueExpected:
                arrivals?.yield(.continueExpected)
            case .request(let request):
                arrivals?.yield(.request(core.monitor.update { $0.received(request, on: connection) }))
            case .invalid(let reason):
                isInvalid = true
                arrivals?.yield(.invalid(reason))
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let connection { core.monitor.update { $0.closed(connection) } }
        arrivals?.finish()
        task?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A client that resets or vanishes is an everyday thing here; channelInactive follows.
        context.close(promise: nil)
    }
}
