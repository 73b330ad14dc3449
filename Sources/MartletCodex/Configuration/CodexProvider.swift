/// The service that Codex asks for answers, when it is not the one of the user's own configuration.
///
/// It never holds a key: only the name of the environment variable in which Codex finds it.
public struct CodexProvider: Hashable, Sendable {
    /// The provider's identifier in Codex's configuration: letters, digits, `-` and `_`. The names of Codex's own
    /// providers (`openai`, `oss`, `ollama`, …) are reserved. Default `martlet`.
    public var id: String
    /// The service's base URL, before `/responses`.
    public var baseURL: String
    /// The environment variable that has the key. Nil for a service that needs none.
    public var keyVariable: String?
    /// Headers that each request of Codex carries. Not for secrets: they stand in Codex's configuration.
    public var headers: [String: String]
    /// Query items that each request of Codex carries.
    public var query: [String: String]
    /// How long a stream may be silent. Default 300 s, as Codex's own.
    public var idleTimeout: Duration

    /// Creates a provider; what is not given has a default.
    public init(baseURL: String, keyVariable: String? = nil, id: String = "martlet") {
        self.id = id
        self.baseURL = baseURL
        self.keyVariable = keyVariable
        headers = [:]
        query = [:]
        idleTimeout = .seconds(300)
    }
}
