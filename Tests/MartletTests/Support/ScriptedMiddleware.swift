import Martlet

/// A middleware as a closure.
struct ScriptedMiddleware: ClientMiddleware {
    typealias Next = (TransportRequest) async throws -> TransportResponse
    let handle: @Sendable (TransportRequest, Next) async throws -> TransportResponse

    init(_ handle: @escaping @Sendable (TransportRequest, Next) async throws -> TransportResponse) {
        self.handle = handle
    }

    func intercept(_ request: TransportRequest, next: Next) async throws -> TransportResponse {
        try await handle(request, next)
    }
}
