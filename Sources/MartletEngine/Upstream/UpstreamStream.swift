import Martlet
import NIOCore

/// An upstream's stream, whose failures the platform's client reads as what they are.
struct UpstreamStream: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error
    let base: ResponseBody

    func makeAsyncIterator() -> Iterator {
        Iterator(base: base.makeAsyncIterator())
    }

    struct Iterator: AsyncIteratorProtocol {
        var base: ResponseBody.Iterator

        mutating func next() async throws -> ByteBuffer? {
            do {
                return try await base.next()
            } catch let error as MartletError {
                throw UpstreamErrors.platformError(for: error)
            }
        }
    }
}
