import HTTPTypes
import Hummingbird
import Logging
import MartletAPI
import NIOCore

/// Answers with what happens to a run, as an event stream.
///
/// A client that goes away ends its stream at once, and not the run: that is a row in the queue, and its answer is there
/// for whoever asks later. To end a run is to cancel it.
struct RunStreams: Sendable {
    let monitor: ConnectionMonitor

    /// - Parameter begin: What is said first.
    func response(
        _ watcher: RunEvents.Watcher, context: PlatformContext,
        _ begin: @escaping @Sendable (inout OpenAIRunStream) -> Void
    ) -> Response {
        let monitor = self.monitor
        let body = Hummingbird.ResponseBody { writer in
            // The writer is lent to the one task that runs below and used by nobody else meanwhile.
            let lent = LentWriter(writer)
            try await monitor.cancellingWhenGone(context.connection) {
                try await Self.write(watcher, to: lent, begin)
            }
            try await writer.finish(nil)
        }
        return .eventStream(body)
    }

    /// - Throws: When the client is gone.
    private static func write(
        _ watcher: RunEvents.Watcher, to writer: LentWriter, _ begin: (inout OpenAIRunStream) -> Void
    ) async throws {
        var stream = OpenAIRunStream()
        begin(&stream)
        var events = watcher.makeAsyncIterator()
        while !stream.hasEnded {
            try await writer.write(ByteBuffer(bytes: stream.takeBytes()))
            do {
                guard let event = try await events.next(isolation: #isolation) else {
                    // Nobody is left to read it.
                    try Task.checkCancellation()
                    throw PlatformError(
                        .internalServerError, code: "stream_ended",
                        "The stream ended before the run did. Ask for the run.")
                }
                stream.add(event)
            } catch let error as PlatformError {
                stream.fail(error.body)
            }
        }
        try await writer.write(ByteBuffer(bytes: stream.takeBytes()))
    }
}
