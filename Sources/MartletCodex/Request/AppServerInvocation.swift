import MartletAPI

/// How the app-server is started.
enum AppServerInvocation {
    /// The arguments behind the program's name. No key is among them.
    ///
    /// - Parameter provider: Nil for the provider of Codex's own configuration.
    static func arguments(provider: CodexProvider?) -> [String] {
        var arguments = ["app-server"]
        arguments += CodexOverrides.disabledFeatures.flatMap { ["--disable", $0] }
        arguments += TOML.arguments(CodexOverrides.always)
        if let provider { arguments += TOML.arguments(provider.overrides) }
        return arguments
    }
}
