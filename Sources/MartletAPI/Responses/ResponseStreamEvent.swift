/// One event of a streamed response.
///
/// A stream begins with ``created(_:)`` and ends with ``completed(_:)``, ``incomplete(_:)``, ``failed(_:)`` or
/// ``error(_:)``. An event of a kind that is not modelled, or that lacks what its kind requires, keeps its whole JSON and
/// writes it back.
public enum ResponseStreamEvent: Hashable, Sendable {
    /// The response has begun. The first event.
    indirect case created(Snapshot)
    /// The response waits to be started.
    indirect case queued(Snapshot)
    /// The model works on it.
    indirect case inProgress(Snapshot)
    /// The answer is complete. The last event.
    indirect case completed(Snapshot)
    /// The answer ended before it was complete. The last event.
    indirect case incomplete(Snapshot)
    /// The response failed. The last event.
    indirect case failed(Snapshot)
    /// An item begins; its content comes in the events that follow.
    case outputItemAdded(ItemChange)
    /// An item is complete, and as it is here.
    case outputItemDone(ItemChange)
    /// A part of a message, or of reasoning, begins.
    case contentPartAdded(PartChange)
    /// A part of a message, or of reasoning, is complete, and as it is here.
    case contentPartDone(PartChange)
    /// A piece of the answer's text.
    case outputTextDelta(Piece)
    /// The whole of the text of a part.
    case outputTextDone(Piece)
    /// A citation or the like has been added to a text.
    case outputTextAnnotationAdded(AnnotationChange)
    /// A piece of a refusal.
    case refusalDelta(Piece)
    /// The whole of a refusal.
    case refusalDone(Piece)
    /// A piece of a function's arguments.
    case functionCallArgumentsDelta(Piece)
    /// The whole of a function's arguments. Some servers name the function here again, most do not.
    case functionCallArgumentsDone(Piece)
    /// A piece of what a tool that takes free text gets.
    case customToolCallInputDelta(Piece)
    /// The whole of what a tool that takes free text gets.
    case customToolCallInputDone(Piece)
    /// A part of the summary of the reasoning begins.
    case reasoningSummaryPartAdded(PartChange)
    /// A part of the summary of the reasoning is complete, and as it is here.
    case reasoningSummaryPartDone(PartChange)
    /// A piece of the summary of the reasoning.
    case reasoningSummaryTextDelta(Piece)
    /// The whole of a part of the summary of the reasoning.
    case reasoningSummaryTextDone(Piece)
    /// A piece of the reasoning.
    case reasoningTextDelta(Piece)
    /// The whole of a part of the reasoning.
    case reasoningTextDone(Piece)
    /// The stream fails. The last event.
    case error(Failure)
    /// Any other event.
    case unknown(type: ResponseEventType?, payload: JSONValue)
}

extension ResponseStreamEvent {
    /// The event's kind; nil for one of an unknown kind that does not say.
    public var type: ResponseEventType? {
        switch self {
        case .created: .created
        case .queued: .queued
        case .inProgress: .inProgress
        case .completed: .completed
        case .incomplete: .incomplete
        case .failed: .failed
        case .outputItemAdded: .outputItemAdded
        case .outputItemDone: .outputItemDone
        case .contentPartAdded: .contentPartAdded
        case .contentPartDone: .contentPartDone
        case .outputTextDelta: .outputTextDelta
        case .outputTextDone: .outputTextDone
        case .outputTextAnnotationAdded: .outputTextAnnotationAdded
        case .refusalDelta: .refusalDelta
        case .refusalDone: .refusalDone
        case .functionCallArgumentsDelta: .functionCallArgumentsDelta
        case .functionCallArgumentsDone: .functionCallArgumentsDone
        case .customToolCallInputDelta: .customToolCallInputDelta
        case .customToolCallInputDone: .customToolCallInputDone
        case .reasoningSummaryPartAdded: .reasoningSummaryPartAdded
        case .reasoningSummaryPartDone: .reasoningSummaryPartDone
        case .reasoningSummaryTextDelta: .reasoningSummaryTextDelta
        case .reasoningSummaryTextDone: .reasoningSummaryTextDone
        case .reasoningTextDelta: .reasoningTextDelta
        case .reasoningTextDone: .reasoningTextDone
        case .error: .error
        case .unknown(let type, _): type
        }
    }
}
