/// What is known of a server once it answers.
struct LlamaServerReady: Hashable, Sendable {
    /// The process identifier of `llama-server` itself.
    var processIdentifier: Int32
    /// The port on 127.0.0.1.
    var port: Int
    /// The key it wants.
    var apiKey: String
    /// What it says of itself.
    var facts: LlamaServerFacts
}
