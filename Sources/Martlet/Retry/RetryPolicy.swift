import HTTPTypes

/// When a failed attempt is repeated, and after how long.
///
/// The default follows OpenAI's clients; each ``Platform`` has its own where its documents say so. Nothing is ever
/// repeated after the first byte of a stream was delivered.
public struct RetryPolicy: Hashable, Sendable {
    /// Attempts after the first. Default 2. Values below 0 count as 0.
    public var maxRetries: Int
    /// The wait before the first repetition. Default 0.5 s. It doubles with each further one.
    public var initialDelay: Duration
    /// The longest wait that the policy chooses itself. Default 8 s.
    public var maximumDelay: Duration
    /// How much of a wait is left to chance, from 0 to 1: the wait is shortened by up to this part. Default 0.25.
    public var jitter: Double
    /// The statuses that are worth another attempt. Default 408, 409, 429 and every 5xx.
    public var statuses: StatusSet
    /// Of these, the statuses that are only repeated when the server says how long to wait. Default none.
    public var statusesNeedingRetryAfter: StatusSet
    /// The longest wait a server may ask for; when it asks for more, the call fails at once. Default 120 s.
    public var maximumRetryAfter: Duration
    /// Whether failed connections and timeouts are repeated too. Default true.
    public var retriesConnectionFailures: Bool
    /// Whether a request that is not idempotent (POST) is repeated when it may have arrived: after a timeout, or when the
    /// connection broke. Default true; every attempt carries the same idempotency key.
    public var retriesNonIdempotent: Bool

    /// Creates a policy; each parameter has the documented default.
    public init(
        maxRetries: Int = 2,
        initialDelay: Duration = .milliseconds(500),
        maximumDelay: Duration = .seconds(8),
        jitter: Double = 0.25,
        statuses: StatusSet = [408, 409, 429, .serverErrors],
        statusesNeedingRetryAfter: StatusSet = [],
        maximumRetryAfter: Duration = .seconds(120),
        retriesConnectionFailures: Bool = true,
        retriesNonIdempotent: Bool = true
    ) {
        self.maxRetries = maxRetries
        self.initialDelay = initialDelay
        self.maximumDelay = maximumDelay
        self.jitter = jitter
        self.statuses = statuses
        self.statusesNeedingRetryAfter = statusesNeedingRetryAfter
        self.maximumRetryAfter = maximumRetryAfter
        self.retriesConnectionFailures = retriesConnectionFailures
        self.retriesNonIdempotent = retriesNonIdempotent
    }

    /// No repetition.
    public static let none = RetryPolicy(maxRetries: 0)
}

extension RetryPolicy {
    static let shouldRetry = HTTPField.Name("x-should-retry")!

    /// How long to wait before the next attempt; nil when there is to be none.
    ///
    /// - Parameters:
    ///   - error: Why the attempt failed.
    ///   - attempt: How many attempts there were, this one included; from 1.
    ///   - isIdempotent: Whether the request may arrive twice without harm.
    ///   - random: From 0 up to 1.
    package func delay(
        after error: MartletError, attempt: Int, isIdempotent: Bool, random: Double
    ) -> Duration? {
        guard attempt <= maxRetries else { return nil }
        guard let status = error.status else {
            switch error.code {
            case .connectTimeout:
                return retriesConnectionFailures ? backoff(attempt: attempt, random: random) : nil
            case .connection, .attemptTimeout:
                guard retriesConnectionFailures, isIdempotent || retriesNonIdempotent else { return nil }
                return backoff(attempt: attempt, random: random)
            default: return nil
            }
        }
        // An answer that arrived broken, or could not be understood, is not the status's fault.
        if error.code == .connection || error.code == .attemptTimeout {
            guard retriesConnectionFailures, isIdempotent || retriesNonIdempotent else { return nil }
            return backoff(attempt: attempt, random: random)
        }
        guard status >= 400 else { return nil }
        if error.code == .insufficientQuota { return nil }
        // The local platform's code for what may not be deleted, which does not pass with time either.
        if error.serverCode == "delete_protected" { return nil }
        // "If the server explicitly says whether or not to retry, obey": OpenAI's clients.
        switch error.headers[Self.shouldRetry]?.lowercased() {
        case "true": break
        case "false": return nil
        default:
            guard statuses.contains(status) else { return nil }
            if statusesNeedingRetryAfter.contains(status), error.retryAfter == nil { return nil }
        }
        if let asked = error.retryAfter { return asked <= maximumRetryAfter ? asked : nil }
        return backoff(attempt: attempt, random: random)
    }

    /// The wait before repetition `attempt`: `initialDelay · 2^(attempt-1)`, at most `maximumDelay`, less the jitter.
    private func backoff(attempt: Int, random: Double) -> Duration {
        let doubled = initialDelay * (1 << min(attempt - 1, 30))
        return min(doubled, maximumDelay) * (1 - min(max(jitter, 0), 1) * random)
    }
}
