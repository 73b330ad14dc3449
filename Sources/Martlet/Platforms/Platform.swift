/// A platform as data: where it is, how its URLs are made, how patient it is. Adding one is adding a value.
public struct Platform: Sendable {
    /// How the URL of a service comes about from the base URL.
    public struct URLStyle: Hashable, Sendable {
        enum Kind: Hashable, Sendable { case prefixed, services, exact }
        let kind: Kind
        /// OpenAI's: base URL + path, where the base URL ends in the version, `/v1`. A service other than
        /// ``Service/inference`` is the first segment of the path.
        public static let prefixed = URLStyle(kind: .prefixed)
        /// GravixLayer's: root + `/v1/` + service + path.
        public static let services = URLStyle(kind: .services)
        /// As ``prefixed``, with the base URL exactly as it is given, but for slashes at its end: one without a path gets
        /// no `/v1`.
        public static let exact = URLStyle(kind: .exact)
    }

    /// The environment variables that a client of the platform may read.
    public struct Environment: Hashable, Sendable {
        /// For the key; the first that is set and not empty counts.
        public var apiKey: [String]
        /// For the base URL.
        public var baseURL: [String]
        /// For the `OpenAI-Organization` header.
        public var organization: String?
        /// For the `OpenAI-Project` header.
        public var project: String?

        /// Creates the set of names; none by default.
        public init(
            apiKey: [String] = [], baseURL: [String] = [], organization: String? = nil, project: String? = nil
        ) {
            self.apiKey = apiKey
            self.baseURL = baseURL
            self.organization = organization
            self.project = project
        }
    }

    /// Where a platform departs from OpenAI's dialect.
    public struct Quirks: Hashable, Sendable {
        /// GravixLayer: `stream` is "always sent", `false` too.
        public var sendsStreamFalse = false
        /// DashScope: hybrid-thinking models refuse a call that is not streamed unless `enable_thinking` is `false`.
        /// A value in the request wins.
        public var needsThinkingOffWithoutStream = false
        /// Models behind it may leave their reasoning between `<think>` tags in the text, from where the client moves it
        /// to `reasoningContent`. Default true; false for OpenAI, whose models do not.
        public var splitsReasoning = true
        /// GravixLayer: an upload's `expires_after` is "decimal seconds"; OpenAI's form has an anchor and seconds.
        public var sendsPlainExpiry = false
        /// The most bytes that a file at a path may have to be uploaded, checked before anything is sent. GravixLayer's
        /// clients: "200 MiB (209 715 200)". Default nil: the platform says so itself.
        public var maximumFileBytes: Int?
        /// GravixLayer: a file can be read at `/files/{id}/download` too, whose answer "has metadata headers". OpenAI has
        /// `/files/{id}/content` only.
        public var servesFileDownloads = false

        /// GravixLayer: of a memory's models, index, provider and region "the first five required, no defaults".
        public var hasNoMemoryDefaults = false

        /// No quirks.
        public init() {}
    }

    /// The platform's name in metrics and traces (`gen_ai.provider.name`).
    public var name: String
    /// The base URL unless one is given or set in the environment.
    public var baseURL: String
    /// How URLs are made.
    public var urlStyle: URLStyle
    /// The variables to read.
    public var environment: Environment
    /// Whether a client without a key is refused. False for servers of one's own, where an empty key is fine.
    public var requiresAPIKey: Bool
    /// How long things may take.
    public var timeouts: Timeouts
    /// What is retried.
    public var retryPolicy: RetryPolicy
    /// Where the platform departs from OpenAI's dialect. Default nowhere.
    public var quirks = Quirks()

    /// Describes a platform.
    ///
    /// - Parameters:
    ///   - name: For metrics and traces.
    ///   - baseURL: With the version, such as `https://example.com/v1`. One without any path gets `/v1`.
    public init(
        name: String,
        baseURL: String,
        urlStyle: URLStyle = .prefixed,
        environment: Environment = Environment(),
        requiresAPIKey: Bool = false,
        timeouts: Timeouts = Timeouts(),
        retryPolicy: RetryPolicy = RetryPolicy()
    ) {
        self.name = name
        self.baseURL = baseURL
        self.urlStyle = urlStyle
        self.environment = environment
        self.requiresAPIKey = requiresAPIKey
        self.timeouts = timeouts
        self.retryPolicy = retryPolicy
    }
}
