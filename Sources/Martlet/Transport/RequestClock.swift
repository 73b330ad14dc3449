import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

/// The timeouts of one attempt as points in time, and the name of the error when one is reached.
struct RequestClock: Sendable {
    /// When the call must be over.
    let deadline: NIODeadline?
    /// When a whole answer must be here: at the attempt's timeout or the call's deadline, whichever is first.
    let attemptEnd: NIODeadline?
    let request: TransportRequest

    init(_ request: TransportRequest) {
        self.request = request
        let now = NIODeadline.now()
        let deadline = request.deadline.map { now + TimeAmount($0 - .now) }
        self.deadline = deadline
        let attempt = request.attemptTimeout.map { now + TimeAmount($0) }
        attemptEnd = [deadline, attempt].compactMap { $0 }.min()
    }

    /// The error for a timer that fired.
    static func timeout(_ code: MartletError.Code, _ limit: Duration?, _ what: String) -> MartletError {
        let limit = limit.map { " of \($0.formatted)" } ?? ""
        return MartletError(code, "\(what) within the timeout\(limit).")
    }

    func martletError(for error: any Error) -> any Error {
        if let known = error as? MartletError { return known }
        switch error as? HTTPClientError {
        case .deadlineExceeded?:
            if let deadline, deadline <= .now() + .milliseconds(1) {
                return MartletError(.deadlineExceeded, "The call's deadline was reached.")
            }
            return Self.timeout(.attemptTimeout, request.attemptTimeout, "The server did not answer")
        case .connectTimeout?, .tlsHandshakeTimeout?, .socksHandshakeTimeout?, .httpProxyHandshakeTimeout?:
            return Self.timeout(.connectTimeout, request.connectTimeout, "No connection was made")
        case .alreadyShutdown?: return MartletError(.shutDown, "The client was shut down.", cause: error)
        case .getConnectionFromPoolTimeout?:
            return MartletError(
                .connectTimeout,
                "No connection became free within the connect timeout; raise pool.connectionsPerHost or connectTimeout.",
                cause: error)
        // A task that is cancelled never comes to see this.
        case .cancelled?:
            return MartletError(.shutDown, "The client was shut down while the call was under way.", cause: error)
        default: break
        }
        return MartletError(.connection, "The connection failed: \(Self.reason(error)).", cause: error)
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: return error.shortDescription
        case let error as NIOConnectionError:
            let reasons = error.connectionErrors.map { Self.reason($0.error) }
            return reasons.first.map { "\($0) at \(error.host):\(error.port)" } ?? "no address for \(error.host)"
        case let error as IOError: return error.description
        default: return String(describing: error)
        }
    }
}

extension Duration {
    /// Such as `30s` or `0.5s`.
    var formatted: String {
        let seconds = Double(components.seconds) + Double(components.attoseconds) / 1e18
        return seconds == seconds.rounded() ? "\(Int(seconds))s" : "\(seconds)s"
    }
}
