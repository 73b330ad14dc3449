/// Sees what a client sends and what comes back, and may change either.
///
/// It runs once for every attempt, inside the retries and outside the transport: the request it gets is complete, with
/// its authentication.
///
/// ```swift
/// struct Stamp: ClientMiddleware {
///     func intercept(
///         _ request: TransportRequest, next: (TransportRequest) async throws -> TransportResponse
///     ) async throws -> TransportResponse {
///         var request = request
///         request.headers[.init("X-Team")!] = "search"
///         return try await next(request)
///     }
/// }
/// ```
public protocol ClientMiddleware: Sendable {
    /// Handles one attempt.
    ///
    /// - Parameters:
    ///   - request: The attempt.
    ///   - next: Passes it on; may be called once, several times, or not at all.
    func intercept(
        _ request: TransportRequest, next: (TransportRequest) async throws -> TransportResponse
    ) async throws -> TransportResponse
}
