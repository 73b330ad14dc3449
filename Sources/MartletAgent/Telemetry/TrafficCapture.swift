package import Martlet

/// Logs, saves and dumps what an agent's client sends and what comes back, as the configuration says at that moment.
///
/// It runs once for each attempt. The pieces of a stream pass through it one by one: of a stream it holds no more than
/// the line that is not complete yet and, for a dump, ``maximumCapturedBytes``.
package struct TrafficCapture: ClientMiddleware {
    /// How much of a body is logged, saved and dumped: 1 MiB.
    package static let maximumCapturedBytes = 1 << 20

    let telemetry: AgentTelemetry

    package func intercept(
        _ request: TransportRequest, next: (TransportRequest) async throws -> TransportResponse
    ) async throws -> TransportResponse {
        let runtime = telemetry.runtime
        guard runtime.capturesHTTPTraffic || runtime.onHTTP != nil else { return try await next(request) }
        let exchange = CapturedExchange(request, telemetry: telemetry, runtime: runtime)
        await exchange.sending(request)
        let clock = ContinuousClock()
        let start = clock.now
        var response: TransportResponse
        do {
            response = try await next(request)
            if case .whole(let limit) = request.delivery, response.body.whole == nil {
                response.body = ResponseBody(try await response.body.collect(maximumBytes: limit))
            }
        } catch {
            await exchange.failed(error, after: clock.now - start)
            throw error
        }
        await exchange.received(response, after: clock.now - start)
        if response.body.whole == nil, let recorder = exchange.streamRecorder(for: response) {
            response.body = ResponseBody(CapturedBody(base: response.body, recorder: recorder))
        }
        return response
    }
}
