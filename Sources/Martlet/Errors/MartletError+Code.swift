extension MartletError {
    /// The kind of a failure. Open: later versions may add codes.
    ///
    /// Other modules add codes of their own. One that begins with `connection.` is a kind of ``connection``: the other
    /// side could not be reached, or went away. Such a code is not retried unless ``MartletError/isRetryable`` says so.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        public let rawValue: String
        /// Creates the code from its text.
        public init(rawValue: String) { self.rawValue = rawValue }
        public var description: String { rawValue }

        // MARK: The server refused

        /// 401, or the error type `authentication_error`: the key is missing, wrong or revoked.
        public static let authentication = Code(rawValue: "authentication")
        /// 403: the key may not do this.
        public static let permissionDenied = Code(rawValue: "permission_denied")
        /// 404: no such model, object or route.
        public static let notFound = Code(rawValue: "not_found")
        /// 400, 422 and any other 4xx: the request is at fault.
        public static let invalidRequest = Code(rawValue: "invalid_request")
        /// 409: the request collides with another one.
        public static let conflict = Code(rawValue: "conflict")
        /// 413: the request's body is too large.
        public static let payloadTooLarge = Code(rawValue: "payload_too_large")
        /// 429, or the error type `rate_limit_error`: too many requests. May pass with time.
        public static let rateLimited = Code(rawValue: "rate_limited")
        /// 429 with `insufficient_quota`: nothing is left to spend. Does not pass with time and is not retried.
        public static let insufficientQuota = Code(rawValue: "insufficient_quota")
        /// The prompt is longer than the model's context.
        public static let contextLengthExceeded = Code(rawValue: "context_length_exceeded")
        /// A filter refused the prompt or the answer.
        public static let contentFiltered = Code(rawValue: "content_filtered")
        /// 5xx: the server failed.
        public static let server = Code(rawValue: "server")
        /// An error with no status of its own: in a stream, or in the body of a 200.
        public static let reportedByServer = Code(rawValue: "reported_by_server")

        // MARK: No answer, or half of one

        /// The connection could not be made, or broke before the answer was complete.
        public static let connection = Code(rawValue: "connection")
        /// The connection was not made within the connect timeout.
        public static let connectTimeout = Code(rawValue: "connect_timeout")
        /// One attempt took longer than the attempt timeout: the whole answer, or the first byte of a stream.
        public static let attemptTimeout = Code(rawValue: "attempt_timeout")
        /// A stream was silent for longer than the idle timeout.
        public static let idleTimeout = Code(rawValue: "idle_timeout")
        /// The call, all attempts together, took longer than its deadline.
        public static let deadlineExceeded = Code(rawValue: "deadline_exceeded")
        /// A stream ended without `[DONE]`, a finish reason or a final usage chunk, or a download before its announced
        /// length: the answer is cut off.
        public static let truncated = Code(rawValue: "truncated")

        // MARK: An answer that makes no sense

        /// The answer is not what the call should bring: not JSON, or a web page.
        public static let decoding = Code(rawValue: "decoding")
        /// The server redirects too often, to an unencrypted address, or at all where redirects are off.
        public static let redirect = Code(rawValue: "redirect")
        /// The answer is larger than the response limit.
        public static let responseTooLarge = Code(rawValue: "response_too_large")

        // MARK: An answer that is not of the type that was asked for

        /// The model refuses to answer; `message` has its words.
        public static let refused = Code(rawValue: "refused")
        /// An answer of a type was cut off at the token limit.
        public static let outputCutOff = Code(rawValue: "output_cut_off")
        /// An answer of a type is not JSON, or not of the type.
        public static let invalidOutput = Code(rawValue: "invalid_output")

        // MARK: A run that was waited for

        /// The run failed, expired or is incomplete; see ``MartletError/run``.
        public static let runFailed = Code(rawValue: "run_failed")
        /// The run was called off; see ``MartletError/run``.
        public static let runCancelled = Code(rawValue: "run_cancelled")

        // MARK: Never sent

        /// The client's configuration is at fault: no key, or a base URL that is none.
        public static let invalidConfiguration = Code(rawValue: "invalid_configuration")
        /// The request cannot be sent as it is: an empty id, or a number that JSON cannot express.
        public static let invalidArgument = Code(rawValue: "invalid_argument")
        /// A file of this machine, or the sequence that a body comes from, could not be read or written to its end.
        public static let localFile = Code(rawValue: "local_file")
        /// The client was shut down.
        public static let shutDown = Code(rawValue: "shut_down")
        /// A stream was iterated a second time.
        public static let alreadyConsumed = Code(rawValue: "already_consumed")
    }

    /// Whether the key is at fault.
    public var isAuthenticationError: Bool { code == .authentication }
    /// Whether requests came too fast. Waiting helps; see ``retryAfter``.
    public var isRateLimited: Bool { code == .rateLimited }
    /// Whether nothing is left to spend.
    public var isQuotaExhausted: Bool { code == .insufficientQuota }
    /// Whether some timeout was reached.
    public var isTimeout: Bool {
        [.connectTimeout, .attemptTimeout, .idleTimeout, .deadlineExceeded].contains(code)
    }
    /// Whether the network is at fault, or the process on the other side.
    public var isConnectionError: Bool {
        code == .connection || code == .connectTimeout || code.rawValue.hasPrefix("connection.")
    }
    /// Whether the same call may succeed later without a change.
    public var isRetryable: Bool {
        switch code {
        case .rateLimited, .server, .connection, .connectTimeout, .attemptTimeout, .idleTimeout, .truncated, .conflict:
            true
        default: status == 408
        }
    }
}
