import Logging
import MartletAPI
import NIOCore

/// Writes an engine's event stream to a client, and an error event when the engine fails.
struct EventStreamWriter: Sendable {
    let events: any AsyncSequence<ByteBuffer, any Error> & Sendable
    let logger: Logger

    /// - Throws: When the client is gone. A failure of the engine is written and not thrown.
    func write(to writer: LentWriter) async throws {
        var relay = EventRelay()
        var iterator = events.makeAsyncIterator()
        while true {
            let piece: ByteBuffer?
            do {
                piece = try await iterator.next(isolation: #isolation)
            } catch {
                // Nobody is left to read it.
                if Task.isCancelled { throw error }
                logger.warning("The engine failed in mid-answer", metadata: ["error": "\(error)"])
                // An error, and no `[DONE]`: a stop that the model did not make must not look like one.
                try await writer.write(relay.fail(Self.body(of: error)))
                return
            }
            guard let piece else { break }
            if let bytes = relay.relay(piece) { try await writer.write(bytes) }
        }
        if let end = relay.finish() { try await writer.write(end) }
    }

    private static func body(of error: any Error) -> ErrorBody {
        if let known = error as? PlatformError { return known.body }
        return ErrorBody(
            message: "The engine failed before the answer was complete.", type: "server_error", code: "engine_failed")
    }
}
