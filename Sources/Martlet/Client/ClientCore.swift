import HTTPTypes
import Logging
import MartletAPI
import NIOCore

import struct Foundation.URL

/// What all copies of a client share: the connections, the key, and the loop that makes a call of attempts.
final class ClientCore: Sendable {
    let platform: Platform
    let baseURL: BaseURL
    let configuration: ClientConfiguration
    private let redactor: Redactor
    let telemetry: ClientTelemetry
    private let transport: any HTTPTransport
    private let headers: HTTPFields
    /// Fresh randomness for the jitter, from 0 up to 1.
    private let random: @Sendable () -> Double

    init(
        platform: Platform, credentials: Credentials, configuration: ClientConfiguration,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) throws(MartletError) {
        self.platform = platform
        self.configuration = configuration
        self.random = random
        baseURL = try BaseURL(credentials.baseURL ?? platform.baseURL, style: platform.urlStyle)
        let key = try credentials.checkedKey(for: platform)
        redactor = Redactor(secrets: [key, configuration.proxy?.password].compactMap { $0 })
        headers = Self.headers(key: key, credentials: credentials)
        telemetry = ClientTelemetry(platform: platform, baseURL: baseURL.description)
        if let transport = configuration.transport {
            self.transport = transport
        } else {
            transport = try AsyncHTTPClientTransport(configuration)
        }
    }

    static let userAgent = "martlet/\(MartletClient.version)"
    private static let organization = HTTPField.Name("OpenAI-Organization")!
    private static let project = HTTPField.Name("OpenAI-Project")!
    private static let idempotencyKey = HTTPField.Name("Idempotency-Key")!

    private static func headers(key: String?, credentials: Credentials) -> HTTPFields {
        var headers: HTTPFields = [.userAgent: userAgent]
        // An empty key is fine for a server of one's own: then nothing is sent.
        if let key, !key.isEmpty { headers[.authorization] = "Bearer \(key)" }
        headers[organization] = credentials.organization
        headers[project] = credentials.project
        return headers
    }

    func shutdown() async throws {
        try await transport.shutdown()
    }

    /// Knows what must not be shown of a call: the client's key, and what the call brings itself.
    func redactor(for options: RequestOptions) -> Redactor {
        redactor.adding(options)
    }

    // MARK: Calls

    /// Makes a call and reads its answer whole.
    ///
    /// - Parameters:
    ///   - decode: Understands the body. An error of it is not retried.
    ///   - check: Refuses an answer that was understood and is none all the same.
    func perform<Value>(
        _ call: Call, options: RequestOptions, decode: (ByteBuffer) throws(JSONError) -> Value,
        check: (APIResponse<Value>, Redactor) throws(MartletError) -> Void = { _, _ in }
    ) async throws -> APIResponse<Value> {
        let limit = options.maximumResponseBytes ?? TransportRequest.defaultMaximumBytes
        return try await telemetry.span(for: call) { span in
            let (response, attempts) = try await send(call, options: options, delivery: .whole(maximumBytes: limit))
            let metadata = ResponseMetadata(status: response.status, headers: response.headers, attempts: attempts)
            let body = try await response.body.collect(maximumBytes: limit)
            let value: Value
            do throws(JSONError) {
                value = try decode(body)
            } catch {
                throw decodingError(error, body: body, metadata: metadata, redactor: redactor(for: options))
            }
            let answer = APIResponse(value: value, body: body, metadata: metadata)
            try check(answer, redactor(for: options))
            span?.end(metadata: metadata, completion: Self.tracedCompletion(value))
            return answer
        }
    }

    /// An answer as a span reports it; nil for one that is no model's.
    private static func tracedCompletion<Value>(_ value: Value) -> ChatCompletion? {
        value as? ChatCompletion ?? (value as? ResponseObject).map { ChatCompletion($0) }
    }

    /// Makes a call whose answer comes piece by piece. Returns when its head is here and its status is good.
    func open(_ call: Call, options: RequestOptions) async throws -> (TransportResponse, ResponseMetadata) {
        let (response, attempts) = try await send(call, options: options, delivery: .streamed)
        return (response, ResponseMetadata(status: response.status, headers: response.headers, attempts: attempts))
    }

    /// An answer that is not what it should be, in words that show what came instead.
    func decodingError(
        _ error: any Error, body: ByteBuffer, metadata: ResponseMetadata, redactor: Redactor
    ) -> MartletError {
        let bytes = Array(body.readableBytesView.prefix(MartletError.bodyLimit))
        var message = "The answer could not be understood: \(error)."
        let said = redactor.redact(ErrorBody(parsing: bytes.prefix(4_096)).message)
        message += said.isEmpty ? " It was empty." : " It begins with: \(said.prefix(200))"
        var result = MartletError(.decoding, message, cause: error)
        result.status = metadata.status
        result.headers = redactor.redact(metadata.headers)
        result.attempts = metadata.attempts
        result.body = redactor.redact(bytes)
        return result
    }

    // MARK: Attempts

    /// Sends a call until it succeeds, fails for good, or the policy gives up.
    ///
    /// - Returns: An answer with a status below 400, and how many attempts it took.
    /// - Throws: The last real error, with the number of attempts.
    private func send(
        _ call: Call, options: RequestOptions, delivery: TransportRequest.Delivery
    ) async throws -> (TransportResponse, Int) {
        let policy = options.retryPolicy(on: platform)
        let timeouts = options.timeouts(on: platform)
        let clock = ContinuousClock()
        let deadline = timeouts.deadline.map { clock.now + $0 }
        var request = try prepare(call, options: options, policy: policy, delivery: delivery)
        request.connectTimeout = timeouts.connect
        request.attemptTimeout = timeouts.attempt
        request.idleTimeout = timeouts.idle
        request.deadline = deadline
        let redactor = redactor(for: options)
        while true {
            try Task.checkCancellation()
            var failure: MartletError
            do {
                var response = try await dispatch(request)
                if response.status < 400 {
                    if case .whole(let limit) = delivery, response.body.whole == nil {
                        response.body = ResponseBody(try await response.body.collect(maximumBytes: limit))
                    }
                    return (response, request.attempt)
                }
                failure = try await errorOfAnswer(response, redactor: redactor)
            } catch let error as CancellationError {
                throw error
            } catch {
                if Task.isCancelled { throw CancellationError() }
                failure = MartletError(error, redactor: redactor)
            }
            failure.attempts = request.attempt
            guard
                let delay = policy.delay(
                    after: failure, attempt: request.attempt, isIdempotent: call.isIdempotent, random: random()),
                deadline.map({ clock.now + delay < $0 }) ?? true
            else {
                telemetry.log(configuration.logger, call, failure: failure)
                throw failure
            }
            if request.bodyStream?.isSpent == true {
                failure.message += " It was not tried again: the body comes from a sequence that can be read once."
                telemetry.log(configuration.logger, call, failure: failure)
                throw failure
            }
            telemetry.log(configuration.logger, call, failure: failure, retryingIn: delay)
            // Cancellation ends the wait at once.
            try await clock.sleep(for: delay)
            request.attempt += 1
        }
    }

    private func prepare(
        _ call: Call, options: RequestOptions, policy: RetryPolicy, delivery: TransportRequest.Delivery
    ) throws -> TransportRequest {
        var request = TransportRequest(
            method: call.method, url: try baseURL.url(call.endpoint, query: options.query), headers: headers,
            body: call.body, delivery: delivery)
        switch call.accept {
        case .json: request.headers[.accept] = "application/json"
        case .eventStream: request.headers[.accept] = "text/event-stream"
        case .anything: request.headers[.accept] = "*/*"
        }
        // PixiGPT and GravixLayer: their clients send the type "on every call, incl. bodiless GET/DELETE".
        request.headers[.contentType] = call.contentType
        request.bodyStream = call.bodyStream
        if !call.isIdempotent, policy.maxRetries > 0 || options.idempotencyKey != nil {
            request.headers[Self.idempotencyKey] = options.idempotencyKey ?? Self.newIdempotencyKey()
        }
        telemetry.inject(into: &request.headers)
        for field in options.headers { request.headers[field.name] = field.value }
        if !options.extraBody.isEmpty, let body = call.body {
            request.body = try Self.adding(options.extraBody, to: body)
        }
        return request
    }

    private static func newIdempotencyKey() -> String {
        var generator = SystemRandomNumberGenerator()
        return "martlet-\(String(generator.next(), radix: 36))\(String(generator.next(), radix: 36))"
    }

    private static func adding(_ extra: JSONObject, to body: ByteBuffer) throws(MartletError) -> ByteBuffer {
        do throws(JSONError) {
            guard case .object(var object) = try JSONValue(json: body.readableBytesView) else {
                throw JSONError(code: .typeMismatch, message: "the body is no object")
            }
            object.merge(extra)
            return ByteBuffer(bytes: try JSONValue.object(object).jsonBytes())
        } catch {
            throw MartletError(.invalidArgument, "extraBody cannot be added: \(error).", cause: error)
        }
    }

    private func dispatch(_ request: TransportRequest) async throws -> TransportResponse {
        if configuration.middleware.isEmpty { return try await transmit(request) }
        return try await dispatch(request, through: configuration.middleware[...])
    }

    private func dispatch(
        _ request: TransportRequest, through middleware: ArraySlice<any ClientMiddleware>
    ) async throws -> TransportResponse {
        guard let first = middleware.first else { return try await transmit(request) }
        return try await first.intercept(request) { request in
            try await self.dispatch(request, through: middleware.dropFirst())
        }
    }

    private func transmit(_ request: TransportRequest) async throws -> TransportResponse {
        if let body = request.bodyStream { return try await TimeoutEnforcer.send(request, body, over: transport) }
        if transport.enforcesTimeouts { return try await transport.send(request) }
        return try await TimeoutEnforcer.send(request, over: transport)
    }

    /// The error that an answer with an error status stands for; its body is read to the end, so that the connection is
    /// free for the next attempt.
    private func errorOfAnswer(_ response: TransportResponse, redactor: Redactor) async throws -> MartletError {
        var body: [UInt8] = []
        if let whole = response.body.whole {
            body = Array(whole.readableBytesView.prefix(MartletError.bodyLimit))
        } else {
            body = try await Self.explanation(in: response.body)
        }
        return MartletError.response(
            status: response.status, headers: response.headers, body: body, redactor: redactor)
    }

    /// How long the rest of an explanation is waited for. The status is known; that the explanation breaks off or never
    /// ends must not hide it.
    private static let explanationTimeout = Duration.seconds(10)

    private static func explanation(in body: ResponseBody) async throws -> [UInt8] {
        let bytes = await withTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                var bytes: [UInt8] = []
                var iterator = body.makeAsyncIterator()
                while bytes.count < MartletError.bodyLimit, let piece = try? await iterator.next() {
                    bytes += piece.readableBytesView.prefix(MartletError.bodyLimit - bytes.count)
                }
                return bytes
            }
            group.addTask {
                try? await Task.sleep(for: explanationTimeout)
                return nil
            }
            var first = await group.next() ?? nil
            group.cancelAll()
            // When the time is up, reading ends with what there is.
            for await result in group { first = first ?? result }
            return first ?? []
        }
        try Task.checkCancellation()
        return bytes
    }
}

extension ClientCore: CustomReflectable {
    // `dump` of a client would show the headers, and the key among them.
    var customMirror: Mirror { Mirror(self, children: ["platform": platform.name, "baseURL": baseURL.description]) }
}
