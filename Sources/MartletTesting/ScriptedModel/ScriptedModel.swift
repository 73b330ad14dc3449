public import MartletAPI
import Synchronization

/// A chat model that says what a test wants it to say, and remembers what it was asked.
///
/// ```swift
/// let model = ScriptedModel([.text("Hello"), .failure(SomeError()), .chunks([…])])
/// ```
///
/// Each request takes the next reply; the last one is given to all that follow. Without a script it repeats the last
/// message back, which is enough for a demonstration.
public final class ScriptedModel: ChatModel {
    private struct State {
        var replies: [ScriptedReply]
        var requests: [ChatCompletionRequest] = []
        var abandoned = 0
    }

    private let state: Mutex<State>

    /// Creates a model with a script; without one it echoes.
    public init(_ replies: [ScriptedReply] = []) {
        state = Mutex(State(replies: replies))
    }

    /// What it was asked, in order.
    public var requests: [ChatCompletionRequest] { state.withLock { $0.requests } }

    /// How many answers were given up before their end.
    public var abandonedAnswers: Int { state.withLock { $0.abandoned } }

    public func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion {
        var accumulator = ChatCompletionAccumulator()
        for try await chunk in try await stream(request) { try accumulator.add(chunk) }
        return accumulator.completion
    }

    public func stream(_ request: ChatCompletionRequest) async throws -> ScriptedChunks {
        let reply = state.withLock { state in
            state.requests.append(request)
            if state.replies.count > 1 { return state.replies.removeFirst() }
            return state.replies.first ?? .text(request.messages.last?.text ?? "")
        }
        if case .refusal(let error) = reply.kind { throw error }
        return ScriptedChunks(steps: reply.steps(for: request)) { [weak self] in
            self?.state.withLock { $0.abandoned += 1 }
        }
    }
}
