/// The kind of a ``ResponseStreamEvent``: its `type`, and the name of the server-sent event. Open.
public struct ResponseEventType: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The response has begun. The first event.
    public static let created = ResponseEventType(rawValue: "response.created")
    /// The response waits to be started.
    public static let queued = ResponseEventType(rawValue: "response.queued")
    /// The model works on it.
    public static let inProgress = ResponseEventType(rawValue: "response.in_progress")
    /// The answer is complete. The last event.
    public static let completed = ResponseEventType(rawValue: "response.completed")
    /// The answer ended before it was complete. The last event.
    public static let incomplete = ResponseEventType(rawValue: "response.incomplete")
    /// The response failed. The last event.
    public static let failed = ResponseEventType(rawValue: "response.failed")
    /// An item begins; its content comes in the events that follow.
    public static let outputItemAdded = ResponseEventType(rawValue: "response.output_item.added")
    /// An item is complete, and as it is here.
    public static let outputItemDone = ResponseEventType(rawValue: "response.output_item.done")
    /// A part of a message, or of reasoning, begins.
    public static let contentPartAdded = ResponseEventType(rawValue: "response.content_part.added")
    /// A part of a message, or of reasoning, is complete, and as it is here.
    public static let contentPartDone = ResponseEventType(rawValue: "response.content_part.done")
    /// A piece of the answer's text.
    public static let outputTextDelta = ResponseEventType(rawValue: "response.output_text.delta")
    /// The whole of the text of a part.
    public static let outputTextDone = ResponseEventType(rawValue: "response.output_text.done")
    /// A citation or the like has been added to a text.
    public static let outputTextAnnotationAdded = ResponseEventType(rawValue: "response.output_text.annotation.added")
    /// A piece of a refusal.
    public static let refusalDelta = ResponseEventType(rawValue: "response.refusal.delta")
    /// The whole of a refusal.
    public static let refusalDone = ResponseEventType(rawValue: "response.refusal.done")
    /// A piece of a function's arguments.
    public static let functionCallArgumentsDelta = ResponseEventType(rawValue: "response.function_call_arguments.delta")
    /// The whole of a function's arguments. Some servers name the function here again, most do not.
    public static let functionCallArgumentsDone = ResponseEventType(rawValue: "response.function_call_arguments.done")
    /// A piece of what a tool that takes free text gets.
    public static let customToolCallInputDelta = ResponseEventType(rawValue: "response.custom_tool_call_input.delta")
    /// The whole of what a tool that takes free text gets.
    public static let customToolCallInputDone = ResponseEventType(rawValue: "response.custom_tool_call_input.done")
    /// A part of the summary of the reasoning begins.
    public static let reasoningSummaryPartAdded = ResponseEventType(rawValue: "response.reasoning_summary_part.added")
    /// A part of the summary of the reasoning is complete, and as it is here.
    public static let reasoningSummaryPartDone = ResponseEventType(rawValue: "response.reasoning_summary_part.done")
    /// A piece of the summary of the reasoning.
    public static let reasoningSummaryTextDelta = ResponseEventType(rawValue: "response.reasoning_summary_text.delta")
    /// The whole of a part of the summary of the reasoning.
    public static let reasoningSummaryTextDone = ResponseEventType(rawValue: "response.reasoning_summary_text.done")
    /// A piece of the reasoning.
    public static let reasoningTextDelta = ResponseEventType(rawValue: "response.reasoning_text.delta")
    /// The whole of a part of the reasoning.
    public static let reasoningTextDone = ResponseEventType(rawValue: "response.reasoning_text.done")
    /// The stream fails. The last event.
    public static let error = ResponseEventType(rawValue: "error")
}
