public import HTTPTypes
public import MartletAPI

/// What can be set for a client, for a copy of it (`client.with { … }`) and for one call. A nil property leaves the layer
/// below as it is; the layers are platform, client, copy, call.
public struct RequestOptions: Sendable {
    /// See ``RetryPolicy/maxRetries``; keeps the rest of the policy.
    public var maxRetries: Int?
    /// Replaces the whole policy.
    public var retryPolicy: RetryPolicy?
    /// See ``Timeouts/connect``.
    public var connectTimeout: Duration?
    /// See ``Timeouts/attempt``.
    public var timeout: Duration?
    /// See ``Timeouts/idle``.
    public var idleTimeout: Duration?
    /// See ``Timeouts/deadline``.
    public var deadline: Duration?
    /// Headers to add. One that the client sends itself, `Authorization` among them, is replaced.
    public var headers: HTTPFields = [:]
    /// Members to add to a JSON body; one that the request has is replaced.
    public var extraBody: JSONObject = [:]
    /// Query items to add to the URL.
    public var query: [(name: String, value: String)] = []
    /// The idempotency key of a POST; the same for all attempts. Made up when nil.
    public var idempotencyKey: String?
    /// The largest answer that is read whole, in bytes. Default 256 MiB.
    public var maximumResponseBytes: Int?
    /// See ``Platform/Quirks/splitsReasoning``.
    public var splitsReasoning: Bool?
    /// Whether an event of a stream that is no JSON is left out, with a warning in the client's log, instead of ending the
    /// stream with ``MartletError/Code/decoding``. Default false: something is missing from the answer then. Errors that
    /// the server reports end the stream all the same.
    public var skipsUnreadableChunks: Bool?

    /// Options that change nothing.
    public init() {}

    /// These options where they say something, else those of `base`.
    func over(_ base: RequestOptions) -> RequestOptions {
        var result = base
        // A policy of this layer stands above a number of retries of the layer below.
        if let retryPolicy {
            result.retryPolicy = retryPolicy
            result.maxRetries = nil
        }
        result.maxRetries = maxRetries ?? result.maxRetries
        result.connectTimeout = connectTimeout ?? base.connectTimeout
        result.timeout = timeout ?? base.timeout
        result.idleTimeout = idleTimeout ?? base.idleTimeout
        result.deadline = deadline ?? base.deadline
        for field in headers { result.headers[field.name] = field.value }
        result.extraBody.merge(extraBody)
        result.query += query
        result.idempotencyKey = idempotencyKey ?? base.idempotencyKey
        result.maximumResponseBytes = maximumResponseBytes ?? base.maximumResponseBytes
        result.splitsReasoning = splitsReasoning ?? base.splitsReasoning
        result.skipsUnreadableChunks = skipsUnreadableChunks ?? base.skipsUnreadableChunks
        return result
    }
}

extension RequestOptions {
    /// The timeouts that hold for a call on `platform`.
    func timeouts(on platform: Platform) -> Timeouts {
        Timeouts(
            connect: connectTimeout ?? platform.timeouts.connect,
            attempt: timeout ?? platform.timeouts.attempt,
            idle: idleTimeout ?? platform.timeouts.idle,
            deadline: deadline ?? platform.timeouts.deadline)
    }

    /// The retry policy that holds for a call on `platform`.
    func retryPolicy(on platform: Platform) -> RetryPolicy {
        var policy = retryPolicy ?? platform.retryPolicy
        if let maxRetries { policy.maxRetries = max(0, maxRetries) }
        return policy
    }
}

extension RequestOptions: CustomStringConvertible, CustomReflectable {
    /// What is set, with the values of headers and query items that may hold a key left out.
    public var description: String {
        "RequestOptions(" + customMirror.children.map { "\($0.label ?? ""): \($0.value)" }.joined(separator: ", ") + ")"
    }

    // The default, and `dump`, would show an `Authorization` header.
    public var customMirror: Mirror {
        var children: [(label: String?, value: Any)] = []
        func add(_ label: String, _ value: Any?) {
            if let value { children.append((label, value)) }
        }
        add("maxRetries", maxRetries)
        add("retryPolicy", retryPolicy)
        add("connectTimeout", connectTimeout)
        add("timeout", timeout)
        add("idleTimeout", idleTimeout)
        add("deadline", deadline)
        add("headers", headers.isEmpty ? nil : headers.shown)
        add("extraBody", extraBody.isEmpty ? nil : extraBody.keys)
        add("query", query.isEmpty ? nil : query.map { "\($0.name)=\(Redactor.shown($0.value, of: $0.name))" })
        add("idempotencyKey", idempotencyKey)
        add("maximumResponseBytes", maximumResponseBytes)
        add("splitsReasoning", splitsReasoning)
        add("skipsUnreadableChunks", skipsUnreadableChunks)
        return Mirror(self, children: children, displayStyle: .struct)
    }
}

extension HTTPFields {
    /// The fields as text, with the values of those that may hold a key left out.
    var shown: [String] { map { "\($0.name): \(Redactor.shown($0.value, of: $0.name.rawName))" } }
}
