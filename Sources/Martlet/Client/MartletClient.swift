public import HTTPTypes
public import MartletAPI
public import NIOCore

/// A client of one platform.
///
/// ```swift
/// let client = try MartletClient(platform: .local)
/// let answer = try await client.chat.completions.create(.init(model: "smollm2", messages: [.user("Hello!")]))
/// print(answer.text)
/// ```
///
/// A client is a value: copies share the connections. The connections are closed when the last copy and the last stream
/// are gone, or by ``shutdown()``.
public struct MartletClient: Sendable {
    /// The version of this package.
    public static let version = "0.1.0"

    let core: ClientCore
    /// What holds for every call of this copy unless the call says otherwise.
    let options: RequestOptions

    /// Creates a client that is told everything.
    ///
    /// - Parameters:
    ///   - platform: Where to send requests, and how patiently.
    ///   - apiKey: The key. Empty or nil sends none, which platforms of one's own allow.
    ///   - baseURL: Instead of the platform's own.
    ///   - options: What holds for every call.
    ///   - configuration: How to connect.
    /// - Throws: ``MartletError/Code/invalidConfiguration`` when the key is missing or the base URL is none.
    public init(
        platform: Platform,
        apiKey: String?,
        baseURL: String? = nil,
        options: RequestOptions = RequestOptions(),
        configuration: ClientConfiguration = ClientConfiguration()
    ) throws(MartletError) {
        let credentials = Credentials(apiKey: apiKey, baseURL: baseURL)
        core = try ClientCore(platform: platform, credentials: credentials, configuration: configuration)
        self.options = options
    }

    init(core: ClientCore, options: RequestOptions) {
        self.core = core
        self.options = options
    }

    /// The platform that the client talks to.
    public var platform: Platform { core.platform }

    /// The base URL in use, normalised.
    public var baseURL: String { core.baseURL.description }

    /// A copy with other options; it shares the connections.
    ///
    /// ```swift
    /// let patient = client.with { $0.timeout = .seconds(1_200) }
    /// ```
    public func with(_ change: (inout RequestOptions) -> Void) -> MartletClient {
        var changed = options
        change(&changed)
        return MartletClient(core: core, options: changed)
    }

    /// Closes the connections, of all copies. Calls under way fail; later ones throw ``MartletError/Code/shutDown``.
    ///
    /// Needed only to wait for the end: a client that is let go closes its connections by itself.
    public func shutdown() async throws {
        try await core.shutdown()
    }

    /// Lends a client and closes its connections afterwards, whatever happens.
    public static func withClient<Result>(
        platform: Platform, apiKey: String?, baseURL: String? = nil, options: RequestOptions = RequestOptions(),
        configuration: ClientConfiguration = ClientConfiguration(),
        _ body: (MartletClient) async throws -> Result
    ) async throws -> Result {
        let client = try MartletClient(
            platform: platform, apiKey: apiKey, baseURL: baseURL, options: options, configuration: configuration)
        do {
            let result = try await body(client)
            try await client.shutdown()
            return result
        } catch {
            // The body's error is the one to report.
            try? await client.shutdown()
            throw error
        }
    }

    func merged(_ callOptions: RequestOptions?) -> RequestOptions {
        callOptions.map { $0.over(options) } ?? options
    }
}

extension MartletClient {
    /// Calls an endpoint that this package does not model, with authentication, retries, timeouts and errors as for any
    /// other.
    ///
    /// - Parameters:
    ///   - endpoint: Such as `Endpoint(.root, "audio", "voices")`.
    ///   - body: A JSON body.
    /// - Returns: The answer; a body that is not JSON is `.null` in `value` and whole in `body`.
    public func send(
        _ method: HTTPRequest.Method, _ endpoint: Endpoint, body: JSONValue? = nil, options: RequestOptions? = nil
    ) async throws -> APIResponse<JSONValue> {
        let call = Call(
            operation: "\(method.rawValue) \(endpoint.path.first ?? "")", method: method, endpoint: endpoint,
            body: try body.map { try encode($0) }, accept: .anything)
        return try await core.perform(call, options: merged(options)) { body in
            (try? JSONValue(json: body.readableBytesView)) ?? .null
        }
    }

    /// Posts bytes to an endpoint and hands the answer on as it comes: for proxies, which change nothing.
    ///
    /// - Returns: The answer, with a status below 400. Its body can be read once; dropping it closes the connection.
    /// - Throws: ``MartletError`` as any call, before the first byte of the answer; the body's own end later.
    public func relay(
        _ endpoint: Endpoint, body: ByteBuffer, streamed: Bool, options: RequestOptions? = nil
    ) async throws -> (response: TransportResponse, metadata: ResponseMetadata) {
        let options = merged(options)
        let call = Call(
            operation: "relay", method: .post, endpoint: endpoint, body: body,
            accept: streamed ? .eventStream : .json)
        if streamed { return try await core.open(call, options: options) }
        let answer = try await core.perform(call, options: options) { $0 }
        return (
            TransportResponse(
                status: answer.metadata.status, headers: answer.metadata.headers, body: ResponseBody(answer.body)),
            answer.metadata
        )
    }

    func encode(_ value: some JSONConvertible) throws(MartletError) -> ByteBuffer {
        do throws(JSONError) {
            return ByteBuffer(bytes: try value.jsonBytes())
        } catch {
            throw MartletError(.invalidArgument, "The request cannot be written: \(error).", cause: error)
        }
    }
}

extension MartletClient: CustomStringConvertible, CustomReflectable {
    /// The platform's name and the base URL.
    public var description: String { "MartletClient(\(platform.name), \(baseURL))" }

    // `dump` would show the key.
    public var customMirror: Mirror {
        Mirror(self, children: ["platform": platform.name, "baseURL": baseURL, "options": options])
    }
}
