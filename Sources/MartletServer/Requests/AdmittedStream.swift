import NIOCore

/// A streamed answer that holds its place until it is let go.
struct AdmittedStream: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error
    let base: any AsyncSequence<ByteBuffer, any Error> & Sendable
    let admission: Admission

    func makeAsyncIterator() -> Iterator {
        Iterator(base: base.makeAsyncIterator(), admission: admission)
    }

    struct Iterator: AsyncIteratorProtocol {
        var base: any AsyncIteratorProtocol<ByteBuffer, any Error>
        let admission: Admission

        mutating func next() async throws -> ByteBuffer? {
            try await base.next(isolation: #isolation)
        }
    }
}
