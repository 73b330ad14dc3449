import Martlet
import MartletAPI
import Synchronization

/// What one answer's turns have brought and its reader has not taken yet.
///
/// Whoever writes never waits, so a slow reader holds up no other turn. What waits is bounded all the same: beyond a number
/// of events, pieces of text are joined, and the output of commands, which their last events repeat, is dropped.
final class EventBuffer: Sendable {
    private struct State {
        var events: [CodexEvent] = []
        /// How many of ``events`` were taken.
        var taken = 0
        var end: Result<ChatCompletion, any Error>?
        /// Whether the reader has been told of the end.
        var isOver = false
        var reader: CheckedContinuation<Void, Never>?

        /// Whether a piece of the answer is among ``events``, or was.
        var hasChunk = false
    }

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter limit: How many events wait before they are joined.
    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Adds an event.
    func append(_ event: CodexEvent) {
        let reader = state.withLock { state in
            guard state.end == nil else { return CheckedContinuation<Void, Never>?.none }
            if case .chunk = event { state.hasChunk = true }
            if state.events.count - state.taken < limit {
                state.events.append(event)
            } else {
                Self.join(event, to: &state.events, from: state.taken)
            }
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// Ends the stream. Only the first end counts.
    func finish(_ result: Result<ChatCompletion, any Error>) {
        let reader = state.withLock { state in
            if state.end == nil { state.end = result }
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    /// The completion, when the stream has ended with one.
    var completion: ChatCompletion? { state.withLock { try? $0.end?.get() } }

    /// Waits for the first piece of the answer or the end, without taking it.
    ///
    /// What comes before the answer, a warning say, is no beginning: whoever only wants the answer is still told of a key that
    /// is refused by an error here.
    ///
    /// - Parameter countsActivities: Whether any event is a beginning.
    /// - Throws: The stream's error if nothing that counts is before it; `CancellationError`.
    func waitUntilBegun(countsActivities: Bool = false) async throws {
        try await wait { $0.end != nil || $0.hasChunk || countsActivities && !$0.events.isEmpty }
        try state.withLock { state in
            let hasBegun = countsActivities ? !state.events.isEmpty : state.hasChunk
            if !hasBegun, case .failure(let error) = state.end {
                state.taken = state.events.count
                state.isOver = true
                throw error
            }
        }
    }

    /// The next event; nil at the end.
    ///
    /// - Throws: The stream's error, once; `CancellationError` when the task is cancelled.
    func next() async throws -> CodexEvent? {
        try await wait { $0.taken < $0.events.count || $0.end != nil }
        return try state.withLock { state in
            if state.taken < state.events.count {
                let event = state.events[state.taken]
                state.taken += 1
                // Moved only when half of it is gone, so that each event is moved about once.
                if state.taken * 2 > state.events.count {
                    state.events.removeFirst(state.taken)
                    state.taken = 0
                }
                return event
            }
            guard !state.isOver else { return nil }
            state.isOver = true
            _ = try state.end?.get()
            return nil
        }
    }

    /// Waits until something is so. Only one reader may wait.
    private func wait(until isReady: @Sendable (State) -> Bool) async throws {
        try Task.checkCancellation()
        while !state.withLock({ isReady($0) }) {
            await withTaskCancellationHandler {
                await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                    let goesOn = state.withLock { state in
                        // The flag is set before the cancellation handler runs, and that handler takes the same lock: either
                        // it finds the continuation or we see the flag.
                        guard !isReady(state), !Task.isCancelled else { return true }
                        state.reader = continuation
                        return false
                    }
                    if goesOn { continuation.resume() }
                }
            } onCancel: {
                let reader = state.withLock { state in
                    defer { state.reader = nil }
                    return state.reader
                }
                reader?.resume()
            }
            try Task.checkCancellation()
        }
    }

    /// Adds an event to a full buffer.
    private static func join(_ event: CodexEvent, to events: inout [CodexEvent], from first: Int) {
        switch event {
        case .activity(.commandOutput, _): return
        case .chunk(let chunk):
            guard let position = events[first...].lastIndex(where: { $0.choice == event.choice && $0.isChunk }),
                case .chunk(var last) = events[position], last.absorb(chunk)
            else { break }
            events[position] = .chunk(last)
            return
        default: break
        }
        events.append(event)
    }
}

extension CodexEvent {
    fileprivate var isChunk: Bool {
        if case .chunk = self { true } else { false }
    }

    fileprivate var choice: Int? {
        switch self {
        case .chunk(let chunk): chunk.choices.first?.index
        case .activity(_, let choice): choice
        }
    }
}

extension ChatCompletionChunk {
    /// Adds the text of the chunk that follows, if both hold nothing but text.
    fileprivate mutating func absorb(_ next: ChatCompletionChunk) -> Bool {
        guard choices.count == 1, next.choices.count == 1, usage == nil, next.usage == nil,
            choices[0].finishReason == nil, next.choices[0].finishReason == nil
        else { return false }
        let delta = next.choices[0].delta
        var plain = delta
        plain.content = nil
        plain.reasoningContent = nil
        guard plain == ChatCompletionDelta() else { return false }
        if let content = delta.content { choices[0].delta.content = (choices[0].delta.content ?? "") + content }
        if let reasoning = delta.reasoningContent {
            choices[0].delta.reasoningContent = (choices[0].delta.reasoningContent ?? "") + reasoning
        }
        return true
    }
}
