import HTTPTypes
import Metrics
import Synchronization

/// The counts and times of requests, by method, route and status. Each series is looked up in the backend once.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Series {
        let count: Counter
        let duration: Timer
    }

    private let series = Mutex<[Key: Series]>([:])
    /// The methods that have series of their own; any other is a client's invention, of which there is no end.
    private static let methods: Set<HTTPRequest.Method> = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
    ]

    /// Counts a request.
    ///
    /// - Parameters:
    ///   - route: The route's pattern; "NotFound" when there is none.
    ///   - duration: Until the answer is made; of a stream, until its end.
    func record(method: HTTPRequest.Method, route: String?, status: Int, duration: Duration) {
        guard !(MetricsSystem.factory is NOOPMetricsHandler) else { return }
        let key = Key(
            method: Self.methods.contains(method) ? method.rawValue : "other", route: route ?? "NotFound",
            status: status)
        let known = series.withLock { $0[key] }
        let found = known ?? make(key)
        found.count.increment()
        found.duration.record(duration: duration)
    }

    private func make(_ key: Key) -> Series {
        let dimensions = [("method", key.method), ("route", key.route), ("status", String(key.status))]
        let made = Series(
            count: Counter(label: "martlet_http_requests_total", dimensions: dimensions),
            duration: Timer(label: "martlet_http_request_duration_seconds", dimensions: dimensions))
        series.withLock { $0[key] = made }
        return made
    }
}
