import Martlet

extension CodexConfiguration {
    /// The variable in which Codex finds the key. Its name says that it is one, so that Codex keeps it from commands:
    /// "drops names with KEY/SECRET/TOKEN".
    static let keyVariable = "MARTLET_CODEX_API_KEY"
    /// Where a key without a base URL belongs.
    private static let openAI = "https://api.openai.com/v1"
    /// How long Codex waits for a silent service when nothing else limits it.
    private static let longestSilence: Duration = .seconds(3_600)

    /// Whether Codex gets a home of its own, in which it is not logged in.
    var usesPrivateHome: Bool { codexHome == nil && provider != nil }

    /// The service; nil for what the user's own Codex is configured with.
    var provider: CodexProvider? {
        guard apiKey != nil || baseURL != nil else { return nil }
        var provider = CodexProvider(
            baseURL: baseURL ?? Self.openAI, keyVariable: apiKey == nil ? nil : Self.keyVariable)
        provider.headers = headers
        // A model may think for as long as the request may take: only our own idle timeout cuts it off earlier.
        provider.idleTimeout = max(provider.idleTimeout, idleTimeout ?? timeout ?? Self.longestSilence)
        return provider
    }
}
