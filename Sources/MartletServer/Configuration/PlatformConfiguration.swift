/// How the platform listens and what it allows.
public struct PlatformConfiguration: Sendable {
    /// The address to listen on. Default `127.0.0.1`, which nobody else can reach.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 for any that is free. Default 8484.
    public var port = 8484
    /// The keys that clients may use. With none, every client on a loopback address is served.
    public var apiKeys = APIKeys()
    /// What the platform allows.
    public var limits = PlatformLimits()
    /// The chat model for requests that name none, as PixiGPT's clients do not. Nil: the engine's first.
    public var defaultModel: String?
    /// The embedding model for requests that name none. Nil: the engine's first.
    public var defaultEmbeddingModel: String?
    /// The chat model that moderates. Nil: texts are told by labelled examples over the embedding model.
    public var moderationModel: String?
    /// The multimodal chat model that looks at images and videos. Nil: nothing does, and such requests get a 501.
    public var visionModel: String?
    /// The tools that assistants may use, by their names: `calculator`, `fetch`, `file_search`. Default `calculator` and
    /// `file_search`; `fetch` lets a model choose what this machine asks the network for.
    public var serverTools: Set<String> = ["calculator", "file_search"]

    /// Whether the platform answers runs, and responses in the background, that are queued. Default `true`; `false` leaves
    /// them for another one.
    public var answersRuns = true

    /// The tools that there are.
    public static let knownServerTools: Set<String> = ["calculator", "fetch", "file_search"]

    /// The documented defaults.
    public init() {}

    /// Whether the address can be reached from this machine only.
    public var isLoopback: Bool { Loopback.contains(host) }

    /// Checks the configuration.
    ///
    /// - Throws: ``PlatformConfigurationError`` when the address can be reached from elsewhere and there is no key, or
    ///   when the port is none.
    ///
    /// - Parameter hasStoredKeys: Whether the platform has keys beside those of the configuration.
    public func validate(hasStoredKeys: Bool = false) throws(PlatformConfigurationError) {
        guard (0...65_535).contains(port) else {
            throw PlatformConfigurationError("The port must be between 0 and 65535, not \(port).")
        }
        if let unknown = serverTools.subtracting(Self.knownServerTools).sorted().first {
            throw PlatformConfigurationError(
                "There is no tool '\(unknown)'. There are: \(Self.knownServerTools.sorted().joined(separator: ", ")).")
        }
        guard limits.runWorkers > 0 else {
            throw PlatformConfigurationError("There must be at least one worker for runs.")
        }
        guard limits.responseWorkers > 0 else {
            throw PlatformConfigurationError("There must be at least one worker for responses.")
        }
        guard limits.fileReaders > 0 else {
            throw PlatformConfigurationError("There must be at least one reader for the files of vector stores.")
        }
        guard isLoopback || !apiKeys.isEmpty || hasStoredKeys else {
            throw PlatformConfigurationError(
                """
                Refusing to listen on \(host) without a key: anyone who can reach this machine could use it. \
                Make one with 'martlet keys create', set MARTLET_API_KEY, or listen on 127.0.0.1.
                """)
        }
    }
}

/// What is wrong with a ``PlatformConfiguration``, in a sentence that says what to do.
public struct PlatformConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let message: String

    /// Creates an error.
    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
