import Martlet
public import MartletAPI
import Synchronization

/// A conversation with Codex that keeps its messages, and with them what is asked next.
///
/// ```swift
/// let conversation = client.conversation(system: "Answer in one sentence.")
/// print(try await conversation.send("What is a martlet?").text)
/// print(try await conversation.send("And why has it no feet?").text)
/// ```
///
/// Over `app-server` it has one thread, to which only what is new is sent; when the thread is lost with its process, the
/// next one is given all messages. One turn runs at a time.
public final class CodexConversation: Sendable {
    private struct State {
        var messages: [ChatMessage]
        var isBusy = false
        /// What the running turn was told beside its question.
        var steered: [ChatMessage] = []
    }

    private let core: CodexCore
    private let options: CodexRequestOptions?
    private let state: Mutex<State>
    private let thread: ConversationThread

    init(
        core: CodexCore, messages: [ChatMessage], options: CodexRequestOptions?, resuming threadID: CodexThreadID? = nil
    ) {
        self.core = core
        self.options = options
        state = Mutex(State(messages: messages))
        thread = ConversationThread(resuming: threadID)
    }

    /// The messages so far: instructions, questions and answers.
    public var messages: [ChatMessage] { state.withLock { $0.messages } }

    /// The thread, once there is one. It can be resumed when threads are kept: see ``CodexConfiguration/persistsThreads``.
    public var threadID: CodexThreadID? { thread.threadID }

    /// Asks something and waits for the answer. Both are kept when it has come.
    ///
    /// - Throws: As ``CodexCompletions/create(_:options:)``; ``Martlet/MartletError/Code/conflict`` while a turn runs.
    public func send(_ text: String) async throws -> ChatCompletion {
        try await send(.user(text))
    }

    /// ``send(_:)-(String)`` with any message: pictures, or the result of a tool.
    public func send(_ message: ChatMessage) async throws -> ChatCompletion {
        try await send([message])
    }

    /// ``send(_:)-(String)`` with several messages, such as the results of the tools that an answer asked for.
    public func send(_ new: [ChatMessage]) async throws -> ChatCompletion {
        let messages = try begin()
        defer { end() }
        let completion = try await core.complete(
            ChatCompletionRequest(model: nil, messages: messages + new), options: options,
            conversation: ConversationTurn(thread: thread, new: new))
        keep(new, completion)
        return completion
    }

    /// Asks something and delivers the answer as it comes. Both are kept when the stream has been read to its end.
    ///
    /// - Throws: As ``send(_:)-(String)``.
    public func stream(_ text: String) async throws -> CodexChatStream {
        try await CodexChatStream(beginning: events([.user(text)]))
    }

    /// ``stream(_:)`` with several messages, and with what Codex does beside the answer.
    public func events(_ new: [ChatMessage]) async throws -> CodexEventStream {
        let messages = try begin()
        let hasEnded = Flag()
        do {
            return try await core.stream(
                ChatCompletionRequest(model: nil, messages: messages + new), options: options,
                conversation: ConversationTurn(thread: thread, new: new)
            ) { result in
                if case .success(let completion) = result { self.keep(new, completion) }
                self.end()
                hasEnded.set()
            }
        } catch {
            // Not again: another turn may have begun meanwhile.
            if !hasEnded.isSet { end() }
            throw error
        }
    }

    /// Ends the running turn, whose call then throws `CancellationError`. Without one, does nothing.
    public func interrupt() {
        thread.running?.stop(.cancelled)
    }

    /// Tells the running turn something more, without waiting for its end. What is said is kept among the messages.
    ///
    /// - Throws: ``Martlet/MartletError/Code/conflict`` when no turn runs, or over ``CodexTransport/exec``.
    public func steer(_ text: String) async throws {
        guard let run = thread.running else {
            throw MartletError(.conflict, "No turn runs that could be told something. Send it as a question.")
        }
        try await run.steer(text)
        state.withLock { $0.steered.append(.user(text)) }
    }

    /// Another conversation that begins with what was said so far.
    ///
    /// A thread that is kept on disk is forked there; else the new conversation has a thread of its own that is given the
    /// messages.
    ///
    /// - Throws: ``Martlet/MartletError/Code/conflict`` while a turn runs, and as ``send(_:)-(String)``.
    public func fork() async throws -> CodexConversation {
        let messages = try begin()
        defer { end() }
        var forked: CodexThreadID?
        if core.configuration.persistsThreads || thread.isResumed, let threadID = thread.threadID {
            forked = try await core.fork(threadID, options: options)
        }
        return CodexConversation(core: core, messages: messages, options: options, resuming: forked)
    }

    /// Forgets everything but the leading instructions; the next question begins a new thread.
    ///
    /// - Throws: ``Martlet/MartletError/Code/conflict`` while a turn runs.
    public func clear() throws {
        _ = try begin()
        thread.forget()
        state.withLock { state in
            state.messages = Array(state.messages.prefix { $0.role == .system || $0.role == .developer })
            state.isBusy = false
        }
    }

    // MARK: One turn at a time

    /// - Returns: The messages so far.
    private func begin() throws(MartletError) -> [ChatMessage] {
        let messages: [ChatMessage]? = state.withLock { state in
            guard !state.isBusy else { return nil }
            state.isBusy = true
            return state.messages
        }
        guard let messages else {
            // Codex would merge the two into one turn, and the second would never be answered.
            throw MartletError(
                .conflict, "A turn of this conversation runs already. Wait for its answer, or interrupt it.")
        }
        return messages
    }

    private func keep(_ new: [ChatMessage], _ completion: ChatCompletion) {
        state.withLock { state in
            state.messages += new + state.steered
            if let answer = completion.choices.first?.message { state.messages.append(answer) }
        }
        thread.answered()
    }

    private func end() {
        state.withLock { state in
            state.isBusy = false
            state.steered = []
        }
    }
}
