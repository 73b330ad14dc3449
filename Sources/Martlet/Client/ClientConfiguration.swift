public import Logging
public import NIOCore
public import NIOSSL

/// How a client connects. What may differ from call to call is in ``RequestOptions`` instead.
public struct ClientConfiguration: Sendable {
    /// The connections that are kept for reuse.
    public struct ConnectionPool: Hashable, Sendable {
        /// Connections per host beyond which requests wait for a free one (HTTP/1.1), for as long as the connect timeout
        /// allows. A stream holds its connection as long as it lasts. Default 1,000.
        public var connectionsPerHost: Int
        /// How long an unused connection is kept. Default 60 s.
        public var idleTimeout: Duration

        /// Creates a pool's configuration; each parameter has the documented default.
        public init(connectionsPerHost: Int = 1_000, idleTimeout: Duration = .seconds(60)) {
            self.connectionsPerHost = connectionsPerHost
            self.idleTimeout = idleTimeout
        }
    }

    /// How the server's certificate is checked.
    public enum TLSVerification: Sendable {
        /// Against the system's roots.
        case systemRoots
        /// Against the system's roots and these certificates in PEM form: a company's own authority.
        case additionalRoots(pem: String)
        /// Not at all: anyone on the path can read and change everything. For tests.
        case none
    }

    /// A proxy to connect through. Auth, retries and TLS to the server stay as they are.
    public enum Proxy: Sendable {
        /// An HTTP proxy, with optional basic authentication. It must allow `CONNECT`, which is used for http too.
        case http(host: String, port: Int, username: String? = nil, password: String? = nil)
        /// A SOCKS 5 proxy.
        case socks(host: String, port: Int = 1080)
    }

    /// The connection pool.
    public var pool = ConnectionPool()
    /// How the server's certificate is checked. Default against the system's roots.
    public var tls = TLSVerification.systemRoots
    /// The whole TLS configuration, for what ``tls`` does not offer (client certificates, cipher suites). Wins over it.
    public var tlsConfiguration: TLSConfiguration?
    /// The proxy. Default none.
    public var proxy: Proxy?
    /// How many redirects of a request are followed. Method and body stay as they are (but for 303, which asks for a GET);
    /// headers that may hold a key are not sent on to another host; one from https to http is refused. Default 5.
    public var maximumRedirects = 5
    /// The event loops to run on. Default NIO's shared ones.
    public var eventLoopGroup: (any EventLoopGroup)?
    /// Replaces the network: for record and replay, for another HTTP stack. Auth, retries, timeouts and middleware apply
    /// to it as they do to the default.
    public var transport: (any HTTPTransport)?
    /// See what is sent and what comes back, and change either. The first is outermost.
    public var middleware: [any ClientMiddleware] = []
    /// Where to log. Default nowhere. Neither content nor keys are logged.
    public var logger: Logger?
    /// Whether spans carry the messages' content. Default false.
    public var tracesContent = false

    /// The documented defaults.
    public init() {}
}

extension ClientConfiguration.Proxy: CustomStringConvertible, CustomReflectable {
    /// The proxy's address, without user and password.
    public var description: String {
        switch self {
        case .http(let host, let port, _, _): "http://\(host):\(port)"
        case .socks(let host, let port): "socks5://\(host):\(port)"
        }
    }

    // `dump` would show the password.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }

    var password: String? {
        guard case .http(_, _, _, let password) = self else { return nil }
        return password
    }
}
