public import Martlet
public import MartletAPI

/// The Codex command line as a chat model.
///
/// ```swift
/// let client = try CodexClient()
/// let answer = try await client.chat.completions.create(
///     ChatCompletionRequest(model: nil, messages: [.user("Which files are here?")]))
/// print(answer.text)
/// await client.shutdown()
/// ```
///
/// Nothing is started before the first request; then one `codex app-server` serves all of them. It ends with
/// ``shutdown()``, or when the last reference to the client and the last stream are gone, or when the program is killed.
///
/// In synchronous code, `Martlet.blocking { try await client.create(request) }` waits for an answer.
public final class CodexClient: Sendable {
    let core: CodexCore

    /// Creates a client.
    ///
    /// - Throws: ``Martlet/MartletError/Code/invalidConfiguration``: a directory that is not there, a value out of range.
    ///   That there is no Codex is *not* an error here: the first request reports it, or ``validate()``.
    public init(_ configuration: CodexConfiguration) throws(MartletError) {
        core = CodexCore(try configuration.validated())
    }

    /// Creates a client that is told by the environment and the configuration file; see
    /// ``CodexConfiguration/init(environment:file:)``.
    ///
    /// - Throws: ``Martlet/MartletError/Code/invalidConfiguration``.
    public convenience init() throws(MartletError) {
        try self.init(try CodexConfiguration(environment: nil))
    }

    /// What the client was made with: checked, with absolute paths.
    public var configuration: CodexConfiguration { core.configuration }

    /// Answers to conversations.
    public var chat: CodexChat { CodexChat(core: core) }

    /// The models that can be asked for.
    public var models: CodexModels { CodexModels(core: core) }

    /// ``CodexCompletions/create(_:options:)`` under a shorter name.
    public func create(
        _ request: ChatCompletionRequest, options: CodexRequestOptions? = nil
    ) async throws -> ChatCompletion {
        try await chat.completions.create(request, options: options)
    }

    /// Begins a conversation, which keeps its messages.
    ///
    /// - Parameters:
    ///   - system: Instructions that the model follows.
    ///   - options: What holds for the whole conversation.
    public func conversation(system: String? = nil, options: CodexRequestOptions? = nil) -> CodexConversation {
        CodexConversation(core: core, messages: system.map { [.system($0)] } ?? [], options: options)
    }

    /// Goes on with a thread that was kept; see ``CodexConfiguration/persistsThreads``.
    ///
    /// The messages that the thread already has are not those of the conversation, which begins empty.
    public func conversation(
        resuming threadID: CodexThreadID, options: CodexRequestOptions? = nil
    ) -> CodexConversation {
        CodexConversation(core: core, messages: [], options: options, resuming: threadID)
    }

    /// Ends Codex and everything that it started, and deletes the private home. Requests under way fail with
    /// ``Martlet/MartletError/Code/shutDown``, and so do later ones. Doing it twice is harmless.
    public func shutdown() async {
        await core.shutdown()
    }
}

extension CodexClient: CustomStringConvertible, CustomReflectable {
    /// What the client is and does, without the key.
    public var description: String { "CodexClient(\(configuration))" }

    // `dump` would show the key.
    public var customMirror: Mirror { Mirror(self, children: ["configuration": configuration.description]) }
}
