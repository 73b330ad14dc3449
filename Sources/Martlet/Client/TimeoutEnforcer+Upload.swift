import NIOCore
import Synchronization

extension TimeoutEnforcer {
    /// Sends a request whose body is made while it is sent.
    ///
    /// The attempt timeout does not bound how long that takes. It is the longest time in which the server neither takes
    /// a piece nor completes its answer; waiting for whoever makes the pieces does not count.
    static func send(
        _ request: TransportRequest, _ body: StreamedRequestBody, over transport: any HTTPTransport
    ) async throws -> TransportResponse {
        let life = UploadLife()
        var watched = request
        watched.bodyStream = body.watched(by: life)
        watched.attemptTimeout = nil
        let ready = watched
        return try await withThrowingTaskGroup(of: TransportResponse.self) { group in
            group.addTask {
                var response = try await transport.send(ready)
                if case .whole(let limit) = ready.delivery {
                    response.body = ResponseBody(try await response.body.collect(maximumBytes: limit))
                }
                return response
            }
            group.addTask {
                try await life.end(attemptTimeout: request.attemptTimeout, deadline: request.deadline)
            }
            defer { group.cancelAll() }
            guard let response = try await group.next() else { throw CancellationError() }
            return response
        }
    }
}

/// When the server last did something about an upload.
final class UploadLife: Sendable {
    /// Nil while the next piece is being made: then the silence is not the server's.
    private let lastSign = Mutex<ContinuousClock.Instant?>(.now)

    func note(_ time: ContinuousClock.Instant?) {
        lastSign.withLock { $0 = time }
    }

    /// Waits until there was no sign of life for as long as `attemptTimeout`, or until the deadline.
    ///
    /// - Throws: The error for it; `CancellationError`.
    func end(attemptTimeout: Duration?, deadline: ContinuousClock.Instant?) async throws -> Never {
        let clock = ContinuousClock()
        while true {
            let last = lastSign.withLock { $0 } ?? clock.now
            let silentAt = attemptTimeout.map { last + $0 }
            if let deadline, deadline <= clock.now {
                throw MartletError(.deadlineExceeded, "The call's deadline was reached.")
            }
            if let silentAt, silentAt <= clock.now {
                throw RequestClock.timeout(
                    .attemptTimeout, attemptTimeout, "The server neither took more of the body nor answered")
            }
            // Far ahead there is no end, and the task is cancelled when the answer is here.
            try await clock.sleep(until: [silentAt, deadline].compactMap { $0 }.min() ?? clock.now + .seconds(1 << 30))
        }
    }
}

extension StreamedRequestBody {
    /// The same body, which says when its pieces are taken.
    func watched(by life: UploadLife) -> StreamedRequestBody {
        StreamedRequestBody(length: length, use: use) {
            var iterator = makeAsyncIterator()
            return {
                life.note(nil)
                defer { life.note(.now) }
                return try await iterator.next()
            }
        }
    }
}
