import MartletWire

/// The text of a streamed answer as server-sent events (`text/event-stream`), ready to be the body of an HTTP answer.
///
/// Each piece is one event, whatever line ends it has, and `data: [DONE]` ends the stream:
///
/// ```swift
/// for try await event in agent.chatStream(question, displayStream: false).serverSentEvents {
///     try await writer.write(ByteBuffer(string: event))
/// }
/// ```
public struct ServerSentTextStream: AsyncSequence, Sendable {
    public typealias Element = String
    public typealias Failure = any Error

    let text: ChatTextStream

    public func makeAsyncIterator() -> Iterator { Iterator(text: text.makeAsyncIterator()) }

    /// Delivers the events.
    public struct Iterator: AsyncIteratorProtocol {
        var text: ChatTextStream.Iterator
        var isDone = false

        /// The next event with its blank line; nil after `data: [DONE]`.
        ///
        /// - Throws: What the call throws; what to tell the reader then is for the caller to decide.
        public mutating func next() async throws -> String? {
            if isDone { return nil }
            var bytes: [UInt8] = []
            if let piece = try await text.next() {
                ServerSentEventEncoder.encode(data: piece.utf8, into: &bytes)
            } else {
                isDone = true
                bytes = ServerSentEventEncoder.done
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension ChatTextStream {
    /// The text as server-sent events.
    public var serverSentEvents: ServerSentTextStream { ServerSentTextStream(text: self) }
}
