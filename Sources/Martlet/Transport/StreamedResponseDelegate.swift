import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import Synchronization

/// Hands an answer on piece by piece, with back-pressure, and watches for silence.
///
/// The pieces wait in a sequence with a low and a high water mark; above it no more is read from the socket. Dropping the
/// sequence cancels the request, which closes the socket.
final class StreamedResponseDelegate: HTTPClientResponseDelegate, Sendable {
    typealias Response = Void
    private typealias Producer = NIOThrowingAsyncSequenceProducer<
        ByteBuffer, any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, Feed
    >

    /// The head of the answer has come.
    private let headPromise: EventLoopPromise<HTTPResponseHead>
    private let clock: RequestClock
    private let feed: Feed
    private let source: Producer.Source
    /// Given away with the response: whoever has it then, and nobody else, keeps the request going.
    private let sequence: Mutex<Producer?>
    /// What the body keeps alive until it has been read: the client must not close the connection before.
    private let owner: any AnyObject & Sendable

    init(clock: RequestClock, eventLoop: any EventLoop, owner: any AnyObject & Sendable) {
        self.clock = clock
        self.owner = owner
        headPromise = eventLoop.makePromise()
        feed = Feed(eventLoop: eventLoop)
        // A piece is what one read from the socket brings, 64 KiB at most.
        let made = Producer.makeSequence(
            backPressureStrategy: .init(lowWatermark: 1, highWatermark: 4), finishOnDeinit: true, delegate: feed)
        source = made.source
        sequence = Mutex(made.sequence)
    }

    /// Begins to watch the request.
    func start(_ task: HTTPClient.Task<Void>) {
        feed.begin(request: clock.request) { task.fail(reason: $0) }
        // A client that was shut down and a redirect that leads nowhere fail the task without a word to its delegate.
        task.futureResult.whenFailure { error in self.fail(error) }
    }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        headPromise.succeed(head)
        return task.eventLoop.makeSucceededVoidFuture()
    }

    /// The answer, when its head is here. To be called once: the body is given away.
    func response() async throws -> TransportResponse {
        let head = try await headPromise.futureResult.get()
        let feed = self.feed
        let body = sequence.withLock { $0.take() }.map { sequence in
            ResponseBody(sequence, keeping: owner, drain: { feed.drain() })
        }
        return TransportResponse(
            status: Int(head.status.code), headers: HTTPFields(head.headers),
            body: body ?? ResponseBody(ByteBuffer()))
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        feed.noteLife()
        switch source.yield(part) {
        case .produceMore: return task.eventLoop.makeSucceededVoidFuture()
        case .stopProducing: return feed.pause()
        case .dropped:
            // Nobody reads any more. While draining the pieces are let go, so that the connection can be kept.
            if !feed.isDraining { task.cancel() }
            return task.eventLoop.makeSucceededVoidFuture()
        }
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {
        feed.end()
        source.finish()
    }

    func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) {
        fail(error)
    }

    private func fail(_ error: any Error) {
        feed.end()
        let error = clock.martletError(for: feed.reason ?? error)
        headPromise.fail(error)
        source.finish(error)
    }
}
