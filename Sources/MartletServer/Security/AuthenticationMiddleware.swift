import HTTPTypes
import Hummingbird

/// Lets in who has a key, and where there are no keys who is on this machine.
struct AuthenticationMiddleware: RouterMiddleware {
    typealias Context = PlatformContext
    let keys: KnownKeys

    func handle(
        _ request: Request, context: PlatformContext,
        next: @concurrent (Request, PlatformContext) async throws -> Response
    ) async throws -> Response {
        // Health checks come from supervisors, which have no key and learn nothing here.
        if request.uri.path == "/healthz" || request.uri.path == "/readyz" { return try await next(request, context) }
        guard try keys.areNeeded() else {
            // A page in a browser on this machine can send requests here, under a name of its own that it pointed at
            // this address (DNS rebinding); its `Host` header gives it away.
            guard Loopback.containsAuthority(request.head.authority ?? "localhost") else {
                throw PlatformError(
                    .forbidden, type: "permission_error", code: "host_not_allowed",
                    "Without a key the platform answers only to localhost and 127.0.0.1.")
            }
            return try await next(request, context)
        }
        guard let header = request.headers[.authorization], header.prefix(7).lowercased() == "bearer " else {
            throw PlatformError(
                .unauthorized, type: "authentication_error", code: "invalid_api_key",
                "This platform needs a key: send it as 'Authorization: Bearer KEY'.")
        }
        guard let account = try keys.account(of: header.dropFirst(7).trimmingWhitespace()) else {
            throw PlatformError(
                .unauthorized, type: "authentication_error", code: "invalid_api_key",
                "The key is not known here, or was revoked.")
        }
        var context = context
        context.account = account
        return try await next(request, context)
    }
}
