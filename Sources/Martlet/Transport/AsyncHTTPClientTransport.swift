import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import Synchronization

import struct Foundation.URL

/// The network, through AsyncHTTPClient.
///
/// It uses that library's delegate interface: the timeouts then are timers of the connection's event loop, and a request
/// costs one suspension (docs/decisions/0002-transport.md).
final class AsyncHTTPClientTransport: HTTPTransport {
    private struct State {
        /// A client's connect timeout is fixed when it is made, so that each timeout in use has a client of its own.
        var clients: [Duration?: HTTPClient] = [:]
        var isShutDown = false

        /// The client with the next longer connect timeout, else the one with the longest.
        func nearest(to connectTimeout: Duration?) -> HTTPClient? {
            func length(_ timeout: Duration?) -> Duration { timeout ?? .seconds(1 << 60) }
            let wanted = length(connectTimeout)
            let longer = clients.filter { length($0.key) >= wanted }.min { length($0.key) < length($1.key) }
            return (longer ?? clients.max { length($0.key) < length($1.key) })?.value
        }
    }

    /// How many connect timeouts have a client of their own. A caller that makes up a new timeout for every call must not
    /// leave a pool of connections behind each.
    private static let clientLimit = 8

    private let configuration: HTTPClient.Configuration
    private let maximumRedirects: Int
    private let group: any EventLoopGroup
    private let state = Mutex(State())

    var enforcesTimeouts: Bool { true }

    /// - Throws: ``MartletError/Code/invalidConfiguration`` when certificates cannot be read.
    init(_ configuration: ClientConfiguration) throws(MartletError) {
        self.configuration = try Self.configuration(configuration)
        maximumRedirects = configuration.maximumRedirects
        group = configuration.eventLoopGroup ?? HTTPClient.defaultEventLoopGroup
    }

    deinit {
        // A client must be shut down before it goes. Nobody waits for this one, and no thread is blocked for it.
        let clients = state.withLock { state in
            defer { state.clients = [:] }
            return Array(state.clients.values)
        }
        for client in clients { client.shutdown { _ in } }
    }

    func shutdown() async throws {
        let clients = state.withLock { state in
            defer { state.clients = [:] }
            state.isShutDown = true
            return Array(state.clients.values)
        }
        for client in clients { try await client.shutdown() }
    }

    private func client(connectTimeout: Duration?) throws(MartletError) -> HTTPClient {
        let client: HTTPClient? = state.withLock { state in
            if state.isShutDown { return nil }
            if let client = state.clients[connectTimeout] { return client }
            if state.clients.count >= Self.clientLimit, let nearest = state.nearest(to: connectTimeout) {
                return nearest
            }
            var configuration = self.configuration
            // That library's own nil means 10 s.
            configuration.timeout.connect = connectTimeout.map(TimeAmount.init) ?? .hours(24 * 365)
            let client = HTTPClient(eventLoopGroup: group, configuration: configuration)
            state.clients[connectTimeout] = client
            return client
        }
        guard let client else { throw MartletError(.shutDown, "The client was shut down.") }
        return client
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let start = ContinuousClock.now
        var hop = request
        var count = 0
        while true {
            let response = try await sendOnce(hop)
            guard let next = try Redirect.request(after: hop, status: response.status, headers: response.headers) else {
                return response
            }
            guard count < maximumRedirects else {
                let what = count == 0 ? ", and redirects are off" : " more than \(count) times"
                throw Redirect.error(
                    "to '\(Redactor.shown(url: next.url.absoluteString))'\(what)", response.status, response.headers)
            }
            count += 1
            hop = next
            // The attempt's time is for all of its hops.
            hop.attemptTimeout = request.attemptTimeout.map { $0 - (.now - start) }
        }
    }

    private func sendOnce(_ request: TransportRequest) async throws -> TransportResponse {
        let client = try client(connectTimeout: request.connectTimeout)
        if let body = request.bodyStream { return try await sendStreamed(request, body, over: client) }
        let prepared: HTTPClient.Request
        do {
            prepared = try HTTPClient.Request(
                url: request.url, method: HTTPMethod(rawValue: request.method.rawValue),
                headers: HTTPHeaders(request.headers), body: request.body.map { .byteBuffer($0) })
        } catch {
            throw MartletError(.invalidArgument, "The request cannot be sent: \(error)", cause: error)
        }
        let clock = RequestClock(request)
        switch request.delivery {
        case .whole(let maximumBytes):
            let delegate = WholeResponseDelegate(maximumBytes: maximumBytes)
            let task = client.execute(
                request: prepared, delegate: delegate, eventLoop: .indifferent, deadline: clock.attemptEnd)
            return try await Self.run(task, clock: clock) { error in
                guard let refusal = delegate.interruptedRefusal else { throw error }
                return refusal
            } _: {
                try await task.get()
            }
        case .streamed:
            let loop = group.any()
            let delegate = StreamedResponseDelegate(clock: clock, eventLoop: loop, owner: self)
            let task = client.execute(
                request: prepared, delegate: delegate, eventLoop: .delegate(on: loop), deadline: clock.deadline)
            delegate.start(task)
            return try await Self.run(task, clock: clock) { try await delegate.response() }
        }
    }

    /// - Parameter rescue: Makes do with what there is when the request fails, or throws.
    private static func run<Response>(
        _ task: HTTPClient.Task<Response>, clock: RequestClock,
        rescue: (any Error) throws -> TransportResponse = { throw $0 },
        _ body: () async throws -> TransportResponse
    ) async throws -> TransportResponse {
        try await withTaskCancellationHandler {
            do {
                return try await body()
            } catch {
                if Task.isCancelled { throw CancellationError() }
                return try rescue(clock.martletError(for: error))
            }
        } onCancel: {
            task.cancel()
        }
    }

    private static func configuration(
        _ configuration: ClientConfiguration
    ) throws(MartletError) -> HTTPClient.Configuration {
        var result = HTTPClient.Configuration(
            tlsConfiguration: try tlsConfiguration(configuration),
            // That library's own way takes only `Authorization` out, and keeps other headers with a key in them.
            redirectConfiguration: .disallow,
            decompression: .enabled(limit: .none))
        result.connectionPool.idleTimeout = TimeAmount(configuration.pool.idleTimeout)
        result.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(
            1, configuration.pool.connectionsPerHost)
        // A refused connection is an answer: the client's own policy says whether to try again.
        result.connectionPool.retryConnectionEstablishment = false
        // The spans are made by the client, one for a call and not one for an attempt.
        result.tracing.tracer = nil
        switch configuration.proxy {
        case .http(let host, let port, nil, _)?: result.proxy = .server(host: host, port: port)
        case .http(let host, let port, let username?, let password)?:
            result.proxy = .server(
                host: host, port: port, authorization: .basic(username: username, password: password ?? ""))
        case .socks(let host, let port)?: result.proxy = .socksServer(host: host, port: port)
        case nil: break
        }
        return result
    }

    private static func tlsConfiguration(
        _ configuration: ClientConfiguration
    ) throws(MartletError) -> TLSConfiguration? {
        if let given = configuration.tlsConfiguration { return given }
        var tls = TLSConfiguration.makeClientConfiguration()
        switch configuration.tls {
        case .systemRoots: return nil
        case .none: tls.certificateVerification = .none
        case .additionalRoots(let pem):
            do {
                tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))]
            } catch {
                throw MartletError(
                    .invalidConfiguration, "The additional root certificates are not PEM: \(error)", cause: error)
            }
        }
        return tls
    }
}

extension HTTPHeaders {
    init(_ fields: HTTPFields) {
        self.init()
        reserveCapacity(fields.count + 2)
        for field in fields { add(name: field.name.rawName, value: field.value) }
    }
}

extension HTTPFields {
    init(_ headers: HTTPHeaders) {
        self.init()
        reserveCapacity(headers.count)
        for (name, value) in headers {
            // A name that is no token cannot come out of NIO's parser.
            guard let name = HTTPField.Name(name) else { continue }
            append(HTTPField(name: name, value: value))
        }
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        self = .nanoseconds(overflow || seconds > 1 << 32 ? 1 << 60 : nanoseconds + attoseconds / 1_000_000_000)
    }
}
