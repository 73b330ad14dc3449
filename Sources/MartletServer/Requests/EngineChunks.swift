import HTTPTypes
import MartletAPI
import MartletWire
import NIOCore

/// The chunks of an engine's streamed answer, with the reasoning taken out of the text.
struct EngineChunks: AsyncSequence, Sendable {
    typealias Element = ChatCompletionChunk
    typealias Failure = any Error
    let events: any AsyncSequence<ByteBuffer, any Error> & Sendable
    /// Whether chunks come too that only say how far the prompt is read; see ``ChatCompletionChunk/isProgress``.
    var includesProgress = false

    func makeAsyncIterator() -> Iterator {
        Iterator(base: events.makeAsyncIterator(), includesProgress: includesProgress)
    }

    struct Iterator: AsyncIteratorProtocol {
        var base: any AsyncIteratorProtocol<ByteBuffer, any Error>
        private let includesProgress: Bool
        private var parser = ServerSentEventParser()
        private var splitter = ChunkReasoningSplitter()
        private var isAtEnd = false
        private var hasEnded = false
        private var isComplete = false

        init(base: any AsyncIteratorProtocol<ByteBuffer, any Error>, includesProgress: Bool) {
            self.base = base
            self.includesProgress = includesProgress
        }

        /// - Throws: ``PlatformError`` for an error in the stream, and when it ends before the answer does.
        mutating func next() async throws -> ChatCompletionChunk? {
            while !hasEnded {
                while let event = try parser.next() ?? (isAtEnd ? parser.finish() : nil) {
                    if let chunk = try chunk(of: event) { return chunk }
                    if hasEnded { return nil }
                }
                guard !isAtEnd else { break }
                if let bytes = try await base.next(isolation: #isolation) {
                    bytes.withUnsafeReadableBytes { parser.append($0) }
                } else {
                    isAtEnd = true
                }
            }
            hasEnded = true
            guard isComplete else {
                throw PlatformError(
                    .badGateway, code: "answer_truncated", "The engine ended before the answer was complete.")
            }
            return nil
        }

        private mutating func chunk(of event: ServerSentEvent) throws -> ChatCompletionChunk? {
            if event.data.isEmpty { return nil }
            if event.data.elementsEqual("[DONE]".utf8) {
                (hasEnded, isComplete) = (true, true)
                return nil
            }
            var chunk = try ChatCompletionChunk(json: event.data)
            if let error = chunk.additionalProperties["error"], let body = ErrorBody(error) {
                throw PlatformError(.badGateway, body: body)
            }
            if chunk.isProgress { return includesProgress ? chunk : nil }
            splitter.split(&chunk)
            if chunk.choices.contains(where: { $0.finishReason != nil }) { isComplete = true }
            return chunk
        }
    }
}

extension ChatCompletionChunk {
    /// Whether it says nothing of the answer: llama.cpp's progress with the prompt.
    var isProgress: Bool { choices.isEmpty && usage == nil }
}
