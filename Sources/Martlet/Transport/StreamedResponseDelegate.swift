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

extension StreamedResponseDelegate {
    /// The sequence's side of the back-pressure, and the timers.
    final class Feed: NIOAsyncSequenceProducerDelegate, Sendable {
        private struct State {
            /// Ends the request with an error.
            var stop: (@Sendable (any Error) -> Void)?
            var resume: EventLoopPromise<Void>?
            var timer: Scheduled<Void>?
            var idleLimit: Duration?
            var lastLife: NIODeadline
            var hasBegun = false
            var hasEnded = false
            var isDraining = false
            var isTerminated = false
            var reason: MartletError?
        }

        private let eventLoop: any EventLoop
        private let state: Mutex<State>
        /// How long the end of a stream may take after its last event before the connection is given up.
        private static let drainTimeout = TimeAmount.seconds(1)

        init(eventLoop: any EventLoop) {
            self.eventLoop = eventLoop
            state = Mutex(State(lastLife: eventLoop.now))
        }

        /// Why the request was ended from here.
        var reason: MartletError? { state.withLock { $0.reason } }
        var isDraining: Bool { state.withLock { $0.isDraining } }

        /// Begins to watch.
        ///
        /// - Parameter stop: Ends the request with an error.
        func begin(request: TransportRequest, stop: @escaping @Sendable (any Error) -> Void) {
            state.withLock { state in
                guard !state.hasEnded else { return }
                state.stop = stop
                state.idleLimit = request.idleTimeout
                if state.hasBegun {
                    startIdleTimer(&state)
                } else if let limit = request.attemptTimeout {
                    state.timer = eventLoop.scheduleTask(in: TimeAmount(limit)) { [weak self] in
                        self?.fail(
                            RequestClock.timeout(.attemptTimeout, limit, "The server did not begin to answer"))
                    }
                }
            }
        }

        /// Called with every piece.
        func noteLife() {
            state.withLock { state in
                state.lastLife = self.eventLoop.now
                guard !state.hasBegun else { return }
                state.hasBegun = true
                state.timer?.cancel()
                state.timer = nil
                startIdleTimer(&state)
            }
        }

        private func startIdleTimer(_ state: inout State) {
            guard let limit = state.idleLimit else { return }
            state.timer = idleTimer(in: TimeAmount(limit), limit: limit)
        }

        private func idleTimer(in delay: TimeAmount, limit: Duration) -> Scheduled<Void> {
            eventLoop.scheduleTask(in: delay) { [weak self] in self?.idleTimerFired(limit: limit) }
        }

        /// One timer looks at the time of the last sign of life, instead of being set anew with each piece.
        private func idleTimerFired(limit: Duration) {
            let isSilent = state.withLock { state in
                guard !state.hasEnded else { return false }
                // While a slow reader holds the server back, the silence is not the server's.
                let silence = state.resume == nil ? self.eventLoop.now - state.lastLife : .zero
                let rest = TimeAmount(limit) - silence
                if rest <= .zero { return true }
                state.timer = idleTimer(in: rest, limit: limit)
                return false
            }
            if isSilent { fail(RequestClock.timeout(.idleTimeout, limit, "The stream brought nothing")) }
        }

        /// Stops reading until the sequence asks for more.
        func pause() -> EventLoopFuture<Void> {
            let promise = eventLoop.makePromise(of: Void.self)
            let hasEnded = state.withLock { state in
                // Once nobody reads, nobody will ask for more.
                let hasEnded = state.hasEnded || state.isDraining || state.isTerminated
                if !hasEnded { state.resume = promise }
                return hasEnded
            }
            if hasEnded { promise.succeed() }
            return promise.futureResult
        }

        func produceMore() {
            // On the loop, where it cannot come between the sequence's wish to pause and `pause()`.
            eventLoop.execute {
                let promise = self.state.withLock { state in
                    state.lastLife = self.eventLoop.now
                    defer { state.resume = nil }
                    return state.resume
                }
                promise?.succeed()
            }
        }

        func didTerminate() {
            let (stop, promise) = state.withLock { state in
                defer { state.resume = nil }
                state.isTerminated = true
                return (state.hasEnded || state.isDraining ? nil : state.stop, state.resume)
            }
            stop?(HTTPClientError.cancelled)
            promise?.succeed()
        }

        /// Lets the rest of the answer pass unread for a short while, so that the connection can be kept.
        func drain() {
            let isToEnd = state.withLock { state in
                guard !state.hasEnded, !state.isDraining else { return false }
                state.isDraining = true
                return true
            }
            guard isToEnd else { return }
            eventLoop.scheduleTask(in: Self.drainTimeout) { [weak self] in
                self?.state.withLock { $0.stop }?(HTTPClientError.cancelled)
            }
        }

        private func fail(_ error: MartletError) {
            let stop = state.withLock { state in
                state.reason = error
                return state.stop
            }
            stop?(error)
        }

        func end() {
            let (timer, promise) = state.withLock { state in
                state.hasEnded = true
                defer {
                    state.timer = nil
                    state.stop = nil
                    state.resume = nil
                }
                return (state.timer, state.resume)
            }
            timer?.cancel()
            promise?.succeed()
        }
    }
}
