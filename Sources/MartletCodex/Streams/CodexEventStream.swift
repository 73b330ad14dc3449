import Martlet
public import MartletAPI

/// A streamed answer of Codex with what happens beside it.
///
/// ```swift
/// for try await event in try await client.chat.completions.events(request) {
///     switch event {
///     case .chunk(let chunk): print(chunk.text, terminator: "")
///     case .activity(.command(let command), _): print("$ \(command.command)")
///     case .activity: break
///     }
/// }
/// ```
///
/// It ends as ``CodexChatStream`` does. A reader that is slower than Codex finds pieces of text joined, never lost.
public struct CodexEventStream: AsyncSequence, Sendable {
    public typealias Element = CodexEvent
    public typealias Failure = any Error

    let source: EventSource

    public func makeAsyncIterator() -> Iterator {
        Iterator(source: source, isFirst: source.claim())
    }

    /// Reads the stream to its end.
    ///
    /// - Returns: The completion, with what happened beside the answer in its member `codex`.
    /// - Throws: As iteration does.
    public func collect() async throws -> ChatCompletion {
        for try await _ in self {}
        return try source.completion()
    }

    /// Delivers the events of a stream.
    public struct Iterator: AsyncIteratorProtocol {
        let source: EventSource
        let isFirst: Bool

        /// The next event; nil when the answer is complete.
        ///
        /// - Throws: As ``CodexCompletions/create(_:options:)``, and ``Martlet/MartletError/Code/alreadyConsumed`` when the
        ///   stream has another iterator. After an error the stream is over.
        public mutating func next() async throws -> CodexEvent? {
            guard isFirst else {
                throw MartletError(.alreadyConsumed, "A stream can be read only once. Keep what it brings.")
            }
            return try await source.next()
        }
    }
}
