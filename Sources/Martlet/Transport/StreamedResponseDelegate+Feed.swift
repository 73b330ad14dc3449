import AsyncHTTPClient
import NIOCore
import Synchronization

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
