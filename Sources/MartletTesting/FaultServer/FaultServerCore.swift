import NIOCore
import Synchronization

/// What the connections of one ``FaultServer`` share. It does not know the server, so that a server a test forgot is
/// freed and closes.
final class FaultServerCore: Sendable {
    let monitor: FaultMonitor<FaultServerState>
    private let handler: FaultServer.Handler
    private let sent = Atomic<Int>(0)

    init(requestsKept: Int, handler: @escaping FaultServer.Handler) {
        monitor = FaultMonitor(FaultServerState(requestsKept: requestsKept))
        self.handler = handler
    }

    /// The response bytes the kernel has taken, of all connections.
    var bytesSent: Int { sent.load(ordering: .relaxed) }

    /// Answers what arrives on a connection until either side closes it.
    func serve(
        _ arrivals: AsyncStream<FaultConnectionHandler.Arrival>, on channel: any Channel, connection: Int
    ) async {
        let player = FaultPlayer(
            channel: channel,
            willClose: { self.monitor.update { $0.closing(connection) } },
            didSend: { self.sent.add($0, ordering: .relaxed) }
        )
        do {
            try await answer(arrivals, with: player)
        } catch {
            // The socket is gone, by whoever's hand. That is not a failure of the test server.
            channel.close(promise: nil)
        }
        monitor.update { $0.taskEnded() }
    }

    private func answer(
        _ arrivals: AsyncStream<FaultConnectionHandler.Arrival>, with player: FaultPlayer
    ) async throws {
        for await arrival in arrivals {
            switch arrival {
            case .continueExpected:
                try await player.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
            case .request(let request):
                let response = await handler(request)
                try Task.checkCancellation()
                guard try await player.play(response, for: request) else { return }
            case .invalid(let reason):
                let response = FaultResponse.text("\(reason)\n", status: 400)
                try await player.send(response.head(closing: true) + Array("\(reason)\n".utf8))
                try await player.close()
                return
            }
        }
    }
}
