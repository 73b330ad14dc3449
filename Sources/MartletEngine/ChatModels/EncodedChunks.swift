import MartletAPI
import MartletWire
import NIOCore

/// Chunks as server-sent events, with `[DONE]` behind the last.
struct EncodedChunks<Chunks: AsyncSequence & Sendable>: AsyncSequence, Sendable
where Chunks.Element: JSONConvertible, Chunks.Failure == any Error {
    typealias Element = ByteBuffer
    typealias Failure = any Error
    let chunks: Chunks

    func makeAsyncIterator() -> Iterator {
        Iterator(chunks: chunks.makeAsyncIterator())
    }

    struct Iterator: AsyncIteratorProtocol {
        var chunks: Chunks.AsyncIterator
        var isDone = false

        mutating func next() async throws -> ByteBuffer? {
            guard !isDone else { return nil }
            guard let chunk = try await chunks.next(isolation: #isolation) else {
                isDone = true
                return ByteBuffer(bytes: ServerSentEventEncoder.done)
            }
            var bytes: [UInt8] = []
            ServerSentEventEncoder.encode(data: try chunk.jsonBytes(), into: &bytes)
            return ByteBuffer(bytes: bytes)
        }
    }
}
