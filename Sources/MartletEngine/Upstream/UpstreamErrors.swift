import HTTPTypes
import Martlet
import MartletAPI
import MartletServer

/// What a client of the platform is told when the server behind it refuses or fails.
enum UpstreamErrors {
    static func platformError(for error: MartletError) -> PlatformError {
        switch error.code {
        case .authentication, .permissionDenied:
            // The client's key was fine: it is the platform's own that was refused.
            return PlatformError(
                .badGateway, code: "upstream_authentication",
                "The upstream refuses this platform's key: \(error.message)")
        case .attemptTimeout, .idleTimeout, .deadlineExceeded:
            return PlatformError(.gatewayTimeout, code: "upstream_timeout", "The upstream did not answer in time.")
        case .connection, .connectTimeout, .truncated:
            return PlatformError(
                .badGateway, code: "upstream_unreachable", "The upstream cannot be reached: \(error.message)")
        default: break
        }
        let body = ErrorBody(parsing: error.body)
        guard let status = error.status, (400..<500).contains(status) else {
            return PlatformError(.badGateway, code: "upstream_failed", "The upstream failed: \(error.message)")
        }
        // A request that is at fault: the client reads the upstream's own words.
        var result = PlatformError(HTTPResponse.Status(code: status), body: body)
        if result.body.message.isEmpty { result.body.message = error.message }
        if let wait = error.retryAfter?.components {
            // Rounded up: a client that comes back early is refused again.
            result.retryAfter = Int(wait.seconds) + (wait.attoseconds > 0 ? 1 : 0)
        }
        return result
    }
}
