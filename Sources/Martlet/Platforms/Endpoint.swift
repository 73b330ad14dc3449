/// A part of a platform that has its own URL prefix: `/v1/vectors`. ``inference`` has one in GravixLayer's style only.
public struct Service: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    /// Creates the service from its path segment; empty for what lies directly under the version.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Chat, completions, embeddings.
    public static let inference = Service(rawValue: "inference")
    /// Files.
    public static let files = Service(rawValue: "files")
    /// Vector indexes.
    public static let vectors = Service(rawValue: "vectors")
    /// Sandboxes.
    public static let agents = Service(rawValue: "agents")
    /// Deployments.
    public static let deployments = Service(rawValue: "deployments")
    /// What lies directly under the version.
    public static let root = Service(rawValue: "")

    static let all: Set<String> = ["inference", "files", "vectors", "agents", "deployments"]
}

/// Where a call goes: a service, and the path below it as segments that are yet to be percent-encoded.
public struct Endpoint: Hashable, Sendable {
    /// The service.
    public var service: Service
    /// The path's segments. An identifier is one segment whatever characters it has.
    public var path: [String]

    /// Creates an endpoint.
    public init(_ service: Service = .root, _ path: String...) {
        self.service = service
        self.path = path
    }

    /// `/chat/completions`.
    public static let chatCompletions = Endpoint(.inference, "chat", "completions")
    /// `/completions`.
    public static let completions = Endpoint(.inference, "completions")
    /// `/embeddings`.
    public static let embeddings = Endpoint(.inference, "embeddings")
    /// `/rerank`.
    public static let rerank = Endpoint(.inference, "rerank")
    /// `/moderations`.
    public static let moderations = Endpoint(.root, "moderations")
    /// `/moderations/media`.
    public static let mediaModerations = Endpoint(.root, "moderations", "media")
    /// `/models`.
    public static let models = Endpoint(.root, "models")
    /// `/models/{id}`.
    public static func model(_ id: String) -> Endpoint { Endpoint(.root, "models", id) }
    /// `/vision/{route}`.
    public static func vision(_ route: String) -> Endpoint { Endpoint(.root, "vision", route) }
}
