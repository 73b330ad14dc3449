import NIOCore

/// Keeps the timeouts of a request for a transport that does not keep them itself.
enum TimeoutEnforcer {
    static func send(_ request: TransportRequest, over transport: any HTTPTransport) async throws -> TransportResponse {
        let clock = ContinuousClock()
        let attemptEnd = request.attemptTimeout.map { clock.now + $0 }
        let response = try await race(before: attemptEnd, request, .attemptTimeout) {
            let response = try await transport.send(request)
            guard case .whole(let maximumBytes) = request.delivery else { return response }
            var whole = response
            whole.body = ResponseBody(try await response.body.collect(maximumBytes: maximumBytes))
            return whole
        }
        guard request.delivery == .streamed, response.body.whole == nil else { return response }
        var watched = response
        watched.body = ResponseBody(WatchedBody(body: response.body, request: request, firstByteBy: attemptEnd))
        return watched
    }

    /// Runs `body`, and throws when it is not done by the earlier of `end` and the request's deadline.
    static func race<Value: Sendable>(
        before end: ContinuousClock.Instant?, _ request: TransportRequest, _ code: MartletError.Code,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let first = [end, request.deadline].compactMap({ $0 }).min() else { return try await body() }
        let isDeadline = first == request.deadline
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await ContinuousClock().sleep(until: first)
                if isDeadline { throw MartletError(.deadlineExceeded, "The call's deadline was reached.") }
                throw code == .idleTimeout
                    ? RequestClock.timeout(code, request.idleTimeout, "The stream brought nothing")
                    : RequestClock.timeout(code, request.attemptTimeout, "The server did not answer")
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }

    /// A body whose every piece must come in time.
    private struct WatchedBody: AsyncSequence, Sendable {
        let body: ResponseBody
        let request: TransportRequest
        let firstByteBy: ContinuousClock.Instant?

        func makeAsyncIterator() -> Iterator {
            Iterator(pieces: Pieces(body.makeAsyncIterator()), request: request, firstByteBy: firstByteBy)
        }

        struct Iterator: AsyncIteratorProtocol {
            let pieces: Pieces
            let request: TransportRequest
            let firstByteBy: ContinuousClock.Instant?
            var hasBegun = false

            mutating func next() async throws -> ByteBuffer? {
                let end = hasBegun ? request.idleTimeout.map { ContinuousClock.now + $0 } : firstByteBy
                let pieces = self.pieces
                let piece = try await TimeoutEnforcer.race(
                    before: end, request, hasBegun ? .idleTimeout : .attemptTimeout
                ) { try await pieces.next() }
                hasBegun = true
                return piece
            }
        }

        /// Lends the iterator to the child task that waits for the next piece; there is one such task at a time.
        actor Pieces {
            private var iterator: ResponseBody.Iterator?

            init(_ iterator: sending ResponseBody.Iterator) {
                self.iterator = iterator
            }

            func next() async throws -> ByteBuffer? {
                guard var lent = iterator.take() else { return nil }
                defer { iterator = lent }
                return try await lent.next()
            }
        }
    }
}
