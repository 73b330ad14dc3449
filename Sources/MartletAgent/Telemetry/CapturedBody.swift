import Martlet
import NIOCore

/// The body of a stream, whose pieces a recorder sees as they pass.
struct CapturedBody: AsyncSequence, Sendable {
    let base: ResponseBody
    let recorder: StreamRecorder

    func makeAsyncIterator() -> Iterator {
        Iterator(base: base.makeAsyncIterator(), recorder: recorder)
    }

    struct Iterator: AsyncIteratorProtocol {
        var base: ResponseBody.Iterator
        let recorder: StreamRecorder

        mutating func next() async throws -> ByteBuffer? {
            do {
                let piece = try await base.next()
                if let piece { recorder.add(piece.readableBytesView) } else { recorder.end(isComplete: true) }
                return piece
            } catch {
                recorder.end(isComplete: false)
                throw error
            }
        }
    }
}
