import HTTPTypes
import Hummingbird
import Logging
import MartletAPI
import NIOCore

/// Turns every error into an answer that the clients of all platforms can read, and never into an empty 500.
struct ErrorMiddleware: RouterMiddleware {
    typealias Context = PlatformContext

    func handle(
        _ request: Request, context: PlatformContext,
        next: @concurrent (Request, PlatformContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let known = Self.platformError(for: error, request: request)
            if known.status.code >= 500 {
                context.logger.error("Request failed", metadata: ["error": "\(known.cause ?? error)"])
            } else {
                context.logger.debug("Request refused", metadata: ["error": "\(known)"])
            }
            return Self.response(known, to: request)
        }
    }

    private static func platformError(for error: any Error, request: Request) -> PlatformError {
        switch error {
        case let error as PlatformError: return error
        case is ClientGone:
            // nginx's status for what nobody will read; it is for the log and the metrics.
            return PlatformError(
                HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request"), code: "client_gone",
                "The client closed the connection before the answer.")
        case is CancellationError:
            return PlatformError(
                .serviceUnavailable, code: "cancelled", "The request was cancelled: the platform is stopping.")
        case let error as any HTTPResponseError:
            let route = "\(request.method.rawValue) \(request.uri.path)"
            switch error.status {
            case .notFound:
                return PlatformError(.notFound, code: "unknown_route", "There is no route \(route).")
            case .contentTooLarge:
                return PlatformError(.contentTooLarge, code: "request_too_large", "The request's body is too large.")
            default:
                return PlatformError(error.status, "The request \(route) cannot be answered: \(error).")
            }
        default:
            return PlatformError(
                .internalServerError, code: "internal_error",
                "The platform failed. The log has the reason under this request's id.")
        }
    }

    static func response(_ error: PlatformError, to request: Request) -> Response {
        var headers = error.headers
        headers[.contentType] = "application/json"
        if let wait = error.retryAfter { headers[.retryAfter] = String(wait) }
        if error.status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        if error.status == .contentTooLarge {
            // The rest of the body is not read, so nothing else can come over this connection.
            headers[.connection] = "close"
        }
        let body = ErrorDialect(path: request.uri.path).body(of: error.body)
        return Response(status: error.status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}
