import Logging

/// A streamed answer that has begun: its body, and what is needed to understand it.
struct StreamSource: Sendable {
    var body: ResponseBody
    var metadata: ResponseMetadata
    var redactor: Redactor
    var span: CallSpan?
    /// Whether reasoning between tags in the text is moved to where it belongs.
    var splitsReasoning: Bool
    /// Whether an event that is no JSON is left out instead of ending the stream.
    var skipsUnreadableChunks = false
    /// Where what was left out is reported.
    var logger: Logger?
}
