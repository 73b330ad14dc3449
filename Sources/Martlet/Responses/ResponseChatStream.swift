public import MartletAPI

/// A streamed response as the chunks of a chat.
///
/// It ends as a ``ResponseStream`` does, and can be iterated once.
public struct ResponseChatStream: AsyncSequence, Sendable {
    public typealias Element = ChatCompletionChunk
    public typealias Failure = any Error

    /// What came with the answer's head.
    public var metadata: ResponseMetadata { stream.metadata }
    private let stream: ResponseStream
    private let includesUsage: Bool
    private let splitsReasoning: Bool

    init(_ stream: ResponseStream, includesUsage: Bool, splitsReasoning: Bool) {
        self.stream = stream
        self.includesUsage = includesUsage
        self.splitsReasoning = splitsReasoning
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(
            base: stream.makeAsyncIterator(), chunks: ResponseChunks(includesUsage: includesUsage),
            splitter: splitsReasoning ? ChunkReasoningSplitter() : nil)
    }

    /// Delivers the chunks.
    public struct Iterator: AsyncIteratorProtocol {
        private var base: ResponseStream.Iterator
        private var chunks: ResponseChunks
        private var splitter: ChunkReasoningSplitter?
        private var waiting: [ChatCompletionChunk] = []
        private var isOver = false

        init(base: ResponseStream.Iterator, chunks: ResponseChunks, splitter: ChunkReasoningSplitter?) {
            self.base = base
            self.chunks = chunks
            self.splitter = splitter
        }

        /// The next chunk; nil when the answer is complete.
        ///
        /// - Throws: See ``ResponseStream``. After an error the stream is over.
        public mutating func next() async throws -> ChatCompletionChunk? {
            while waiting.isEmpty, !isOver {
                guard let event = try await base.next() else {
                    isOver = true
                    if let rest = splitter?.finish() { return rest }
                    return nil
                }
                for var chunk in chunks.add(event) {
                    splitter?.split(&chunk)
                    waiting.append(chunk)
                }
            }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }
}
