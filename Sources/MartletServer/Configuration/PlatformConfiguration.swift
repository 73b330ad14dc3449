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
    /// The chat model that looks at images and frames of videos. Nil: none.
    public var visionModel: String?

    /// The documented defaults.
    public init() {}

    /// Whether the address can be reached from this machine only.
    public var isLoopback: Bool { Loopback.contains(host) }

    /// Checks the configuration.
    ///
    /// - Throws: ``PlatformConfigurationError`` when the address can be reached from elsewhere and there is no key, or
    ///   when the port is none.
    public func validate() throws(PlatformConfigurationError) {
        guard (0...65_535).contains(port) else {
            throw PlatformConfigurationError("The port must be between 0 and 65535, not \(port).")
        }
        guard isLoopback || !apiKeys.isEmpty else {
            throw PlatformConfigurationError(
                """
                Refusing to listen on \(host) without a key: anyone who can reach this machine could use it. \
                Set MARTLET_API_KEY, or listen on 127.0.0.1.
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
