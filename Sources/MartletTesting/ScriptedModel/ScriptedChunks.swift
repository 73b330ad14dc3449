public import MartletAPI

/// A scripted answer as it comes.
public struct ScriptedChunks: AsyncSequence, Sendable {
    public typealias Element = ChatCompletionChunk
    public typealias Failure = any Error
    let steps: [ScriptedStep]
    let onAbandon: @Sendable () -> Void
    /// Until there is an iterator, which has a lifetime of its own.
    private let unread: Lifetime

    init(steps: [ScriptedStep], onAbandon: @escaping @Sendable () -> Void) {
        self.steps = steps
        self.onAbandon = onAbandon
        unread = Lifetime(onAbandon: onAbandon)
    }

    public func makeAsyncIterator() -> Iterator {
        unread.end()
        return Iterator(steps: steps[...], lifetime: Lifetime(onAbandon: onAbandon))
    }

    /// Delivers a scripted answer.
    public struct Iterator: AsyncIteratorProtocol {
        var steps: ArraySlice<ScriptedStep>
        let lifetime: Lifetime

        /// The next chunk, when its turn comes.
        public mutating func next() async throws -> ChatCompletionChunk? {
            while let step = steps.popFirst() {
                try Task.checkCancellation()
                switch step {
                case .chunk(let chunk): return chunk
                case .hold(let gate):
                    await gate.wait()
                    try Task.checkCancellation()
                case .failure(let error):
                    lifetime.end()
                    throw error
                case .silence:
                    while true { try await Task.sleep(for: .seconds(3_600)) }
                }
            }
            lifetime.end()
            return nil
        }
    }
}
