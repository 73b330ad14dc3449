import Martlet
import MartletAPI

/// A child's answer as it goes out, chunk by chunk; it holds its lease until it is let go.
struct RewrittenChunks: AsyncSequence, Sendable {
    typealias Element = ChatCompletionChunk
    typealias Failure = any Error
    let base: ChatCompletionStream
    let request: LlamaRequest
    let lease: HeldLease
    /// Whether errors are thrown as what the platform's client is told.
    let translatesErrors: Bool

    func makeAsyncIterator() -> Iterator {
        Iterator(
            base: base.makeAsyncIterator(), rewriter: ChunkRewriter(request), lease: lease,
            translatesErrors: translatesErrors)
    }

    struct Iterator: AsyncIteratorProtocol {
        var base: ChatCompletionStream.Iterator
        var rewriter: ChunkRewriter?
        let lease: HeldLease
        let translatesErrors: Bool

        mutating func next() async throws -> ChatCompletionChunk? {
            do {
                while let chunk = try await base.next() {
                    guard rewriter != nil else { return chunk }
                    if let rewritten = rewriter?.rewrite(chunk) { return rewritten }
                }
                return rewriter?.finish()
            } catch let error as MartletError where translatesErrors {
                throw LlamaErrors.platformError(for: error)
            }
        }
    }

    /// Reads the answer to its end and puts it together.
    func collect() async throws -> ChatCompletion {
        var accumulator = ChatCompletionAccumulator()
        for try await chunk in self { try accumulator.add(chunk) }
        return accumulator.completion
    }
}
