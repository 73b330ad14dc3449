import Hummingbird
import MartletAPI

/// `GET /healthz`: the process lives. `GET /readyz`: it could answer. `GET /metrics`: how it fares.
struct HealthRoutes: Sendable {
    let engine: any InferenceEngine
    let metrics: PrometheusMetrics?

    func add(to router: Router<PlatformContext>) {
        router.get("/healthz") { _, _ in try Response.json(["status": "ok"] as JSONValue) }
        router.get("/readyz", use: ready)
        router.get("/metrics", use: scrape)
    }

    @Sendable private func ready(_: Request, context: PlatformContext) async throws -> Response {
        switch await engine.readiness() {
        case .ready: return try .json(["status": "ready"] as JSONValue)
        case .notReady(let reason):
            throw PlatformError(.serviceUnavailable, code: "not_ready", reason)
        }
    }

    @Sendable private func scrape(_: Request, context: PlatformContext) async throws -> Response {
        guard let metrics else {
            throw PlatformError(.notFound, code: "metrics_disabled", "This platform was started without metrics.")
        }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: .init(byteBuffer: .init(string: metrics.render())))
    }
}
