import Logging
import MartletAPI
import NIOCore

/// Makes the elements of a streamed answer of its bytes, and knows whether the answer is complete. No I/O.
protocol StreamDecoding<Element>: Sendable {
    associatedtype Element: Sendable

    /// - Parameters:
    ///   - splitsReasoning: Whether reasoning between tags in the text is moved to where it belongs.
    ///   - skipsUnreadableChunks: Whether an event that is no JSON is left out instead of being an error.
    ///   - logger: Where what was left out is reported.
    init(
        contentType: String, redactor: Redactor, splitsReasoning: Bool, skipsUnreadableChunks: Bool, logger: Logger?)

    /// Whether the server said that the stream is over: nothing after it counts.
    var isDone: Bool { get }
    /// Whether the answer is complete, so that the end of the body, in whatever way, is no failure.
    var isComplete: Bool { get }
    /// The error that the end of a stream holds without being an event.
    var strayError: MartletError? { get }
    /// Why a body that ended in an orderly way is no complete answer.
    var truncation: MartletError { get }

    mutating func append(_ buffer: ByteBuffer) throws(MartletError)
    /// Says that the body has ended, so that ``next()`` delivers what an unfinished line holds.
    mutating func finish()
    /// The next element; nil when more bytes are needed, and at the end.
    mutating func next() throws(MartletError) -> Element?

    /// Adds to an error what had come.
    func attachPartial(to error: inout MartletError)
    /// Reports an element to a span.
    static func report(_ element: Element, to span: CallSpan)
    /// What had come, as an answer that a span reports.
    var tracedCompletion: ChatCompletion? { get }
}
