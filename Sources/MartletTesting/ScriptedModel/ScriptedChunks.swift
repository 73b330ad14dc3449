public import MartletAPI

/// A scripted answer as it comes.
public struct ScriptedChunks: AsyncSequence, Sendable {
    public typealias Element = ChatCompletionChunk
    public typealias Failure = any Error
    let steps: [ScriptedStep]
    let onAbandon: @Sendable () -> Void

    public func makeAsyncIterator() -> Iterator {
        Iterator(steps: steps[...], lifetime: Lifetime(onAbandon: onAbandon))
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
                case .hold(let gate): await gate.wait()
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
