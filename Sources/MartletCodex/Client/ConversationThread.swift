import Martlet
import MartletAPI
import Synchronization

/// The thread of a ``CodexConversation``: where it is loaded, and whether it has what the conversation has.
final class ConversationThread: Sendable {
    private struct State {
        var threadID: CodexThreadID?
        /// The server that has it loaded.
        var server: AppServer?
        /// Whether it may have a question without an answer, which the conversation does not have.
        var isAhead = false
        var running: TurnRun?
        /// What all its turns took so far; nil when that is not known.
        var usage: CodexTokenUsage?
    }

    /// Whether the thread was there before the conversation, and is on disk.
    let isResumed: Bool
    private let state: Mutex<State>

    init(resuming threadID: CodexThreadID?) {
        isResumed = threadID != nil
        state = Mutex(State(threadID: threadID))
    }

    var threadID: CodexThreadID? { state.withLock { $0.threadID } }

    /// The turn that runs.
    var running: TurnRun? { state.withLock { $0.running } }

    /// The thread, if a server has it loaded and it has exactly what the conversation has.
    func loaded(on server: AppServer) -> CodexThreadID? {
        state.withLock { state in
            state.server === server && (!state.isAhead || isResumed) ? state.threadID : nil
        }
    }

    /// The thread, if it is on disk.
    func kept(persists: Bool) -> CodexThreadID? {
        state.withLock { state in
            isResumed || (persists && !state.isAhead) ? state.threadID : nil
        }
    }

    /// A server has the thread now.
    func opened(_ threadID: CodexThreadID, on server: AppServer?) {
        state.withLock { state in
            state.threadID = threadID
            state.server = server
        }
    }

    /// A turn is about to begin. Until ``answered()``, the thread may have a question that the conversation has not.
    func begins() {
        state.withLock { $0.isAhead = true }
    }

    /// The turn that runs now; nil when it is over.
    func runs(_ run: TurnRun?) {
        state.withLock { $0.running = run }
    }

    /// The question of the last turn and its answer are part of the conversation.
    func answered() {
        state.withLock { $0.isAhead = false }
    }

    /// What its turns took so far, as `exec` counts it; nil for a thread that was there before, until its next turn.
    var usage: CodexTokenUsage? {
        get { state.withLock { $0.usage } }
        set { state.withLock { $0.usage = newValue } }
    }

    /// The next turn begins a new thread.
    func forget() {
        leave()
        state.withLock { $0 = State() }
    }

    deinit { leave() }

    /// Lets the server know that nobody goes on with the thread.
    private func leave() {
        let (threadID, server) = state.withLock { ($0.threadID, $0.server) }
        if let threadID, let server { server.sendWithoutAnswer(ThreadUnsubscribeCall(threadID: threadID)) }
    }
}
