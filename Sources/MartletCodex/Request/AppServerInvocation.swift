import MartletAPI

/// How the app-server is started.
struct AppServerInvocation: Sendable {
    /// The arguments behind the program's name. No key is among them.
    ///
    /// - Parameter provider: Nil for the provider of Codex's own configuration.
    static func arguments(provider: CodexProvider?) -> [String] { ["app-server"] }
}
