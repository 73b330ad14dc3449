/// How an agent works: what it logs, captures and prints, how long it waits, how often it tries.
///
/// An agent reads it anew at every call, so that it can be changed between calls. Paths are relative to the program's
/// working directory. In YAML the names are those of the protocol: `log_level`, `max_retries`, … and durations are
/// seconds.
public struct RuntimeConfig: Sendable {
    // MARK: Logging

    /// Whether the agent logs at all: to standard error, or to the logger that the program gave it. Default true.
    public var enableLogging = true
    /// What is logged: this level and those above it. Default ``LogLevel/info``.
    public var logLevel = LogLevel.info
    /// Whether what is logged also goes to ``logFilePath``. Default false.
    public var saveLogsToFile = false
    /// The log file. Default `logs/openai_chatapi.log`.
    public var logFilePath = "logs/openai_chatapi.log"
    /// The size in bytes at which a log file, or the file of HTTP traffic, is put aside. 0 never does. Default 10 MiB.
    public var logFileMaxBytes = 10_485_760
    /// How many files that were put aside are kept: `FILE.1` is the youngest. 0 never puts one aside. Default 5.
    public var logFileBackupCount = 5

    // MARK: HTTP traffic

    /// Whether HTTP traffic is captured. Nil, the default, means: when any of the switches below is on. False wins over
    /// them.
    public var captureHTTPTraffic: Bool?
    /// Whether requests are logged: a line at INFO, headers and body at DEBUG. Default false.
    public var logHTTPRequests = false
    /// Whether answers are logged: a line at INFO; headers, body and the lines of streams at DEBUG. Default false.
    public var logHTTPResponses = false
    /// Whether requests and answers are written to ``httpTrafficFilePath`` in full. Default false.
    public var saveHTTPTrafficToFile = false
    /// The file of HTTP traffic. Default `logs/http_traffic.log`.
    public var httpTrafficFilePath = "logs/http_traffic.log"

    // MARK: Statistics

    /// Whether tokens are counted. Requests and errors always are. Default true.
    public var captureTokenUsage = true
    /// Whether each answer's tokens are written to ``tokenUsageFilePath``, one JSON line each. Default false.
    public var saveTokenUsageToFile = false
    /// The file of tokens. Default `logs/token_usage.log`.
    public var tokenUsageFilePath = "logs/token_usage.log"
    /// Whether the time of answers is measured. Default true.
    public var captureLatency = true
    /// Whether each answer's latency is written to ``latencyFilePath``, one JSON line each. Default false.
    public var saveLatencyToFile = false
    /// The file of latencies. Default `logs/latency.log`.
    public var latencyFilePath = "logs/latency.log"

    // MARK: Debugging

    /// Whether the agent logs what it does step by step, whatever ``logLevel`` says. Default false.
    public var enableDebug = false
    /// Whether each request's body is written to a file of its own in ``debugOutputDir``. Default false.
    public var debugSaveRequests = false
    /// Whether each answer is written to a file of its own in ``debugOutputDir``. Default false.
    public var debugSaveResponses = false
    /// The directory of these files. Default `debug`.
    public var debugOutputDir = "debug"

    // MARK: Connecting

    /// How long the platform may be silent: until an answer is there, and within a stream. It is no limit of the whole
    /// call. Default 60 s. ``ModelConfig/timeout`` stands above it.
    public var timeout = Duration.seconds(60)
    /// Whether the platform's certificate is checked. Read when an agent is made; later changes have no effect. Default
    /// true.
    public var verifySSL = true
    /// How often a request is repeated that failed and may succeed later. Default 0.
    public var maxRetries = 0
    /// The wait before the first repetition; it doubles with each further one. Default 1 s.
    public var retryDelay = Duration.seconds(1)

    // MARK: Tools

    /// How many answers with tool calls of one call of the agent are acted upon. 0 runs no tool. Default 5.
    public var maxToolIterations = 5
    /// What happens when a tool fails. Default ``ToolFailurePolicy/raise``.
    public var toolFailurePolicy = ToolFailurePolicy.raise

    // MARK: Streams

    /// Whether streamed text is printed as it comes, when the call asks for it and ``displayStreamOutput`` is nil.
    /// Default false.
    public var streamEnableProgress = false
    /// Whether streamed text is printed as it comes, when the call asks for it. Nil, the default, leaves it to
    /// ``streamEnableProgress``.
    public var displayStreamOutput: Bool?
    /// Whether a stream asks for its usage (`stream_options.include_usage`). Default true.
    public var includeStreamUsage = true
    /// Whether an answer or a chunk that is not what it should be is an error rather than skipped. Default false.
    public var strictParsing = false
    /// Whether reasoning between `<think>` tags in the text is taken out of it, to where other reasoning goes. Default
    /// false.
    public var splitReasoningTags = false

    // MARK: Media

    /// The most bytes that an image or a video may have. Nil, the default, sets no limit.
    public var maxMediaBytes: Int?
    /// Whether a file that is neither an image nor a video where one is expected is refused. Default false.
    public var strictMedia = false

    // MARK: Errors

    /// Whether what a server said is cut to ``maxErrorLength`` in errors and logs. Default true.
    public var truncateLongErrors = true
    /// How many characters are kept of it. Default 500. Values below 0 count as 0.
    public var maxErrorLength = 500

    // MARK: Callbacks

    /// Gets each piece of a streamed text, after it was printed and before it is delivered. What a callback throws is
    /// logged and otherwise ignored. A callback is awaited; it is never saved to a file.
    public var streamChunkCallback: (@Sendable (String) async throws -> Void)?
    /// Gets the text of each successful call that is not streamed.
    public var responseCallback: (@Sendable (String) async throws -> Void)?
    /// Gets each piece of a model's reasoning; of an answer that is not streamed all of it at once.
    public var onReasoningChunk: (@Sendable (String) async throws -> Void)?
    /// Is told before a tool runs.
    public var onToolStart: (@Sendable (ToolStart) async throws -> Void)?
    /// Is told after a tool ran, or could not run.
    public var onToolEnd: (@Sendable (ToolEnd) async throws -> Void)?
    /// Is told of each request and each answer, without keys. Needs no other switch.
    public var onHTTP: (@Sendable (HTTPEvent) async throws -> Void)?

    /// The documented defaults.
    public init() {}

    /// The documented defaults, changed.
    ///
    /// ```swift
    /// let runtime = RuntimeConfig {
    ///     $0.logLevel = .warning
    ///     $0.maxRetries = 3
    /// }
    /// ```
    public init(_ change: (inout RuntimeConfig) throws -> Void) rethrows {
        self.init()
        try change(&self)
    }
}
