extension ResponseStreamEvent {
    /// The event's place in the stream, from 0; nil when the server does not number its events. A broken stream of a
    /// response in the background can be resumed after it.
    public var sequenceNumber: Int? {
        switch self {
        case .created(let payload), .queued(let payload), .inProgress(let payload), .completed(let payload),
            .incomplete(let payload), .failed(let payload):
            payload.sequenceNumber
        case .outputItemAdded(let payload), .outputItemDone(let payload): payload.sequenceNumber
        case .contentPartAdded(let payload), .contentPartDone(let payload),
            .reasoningSummaryPartAdded(let payload), .reasoningSummaryPartDone(let payload):
            payload.sequenceNumber
        case .outputTextDelta(let payload), .outputTextDone(let payload), .refusalDelta(let payload),
            .refusalDone(let payload), .functionCallArgumentsDelta(let payload),
            .functionCallArgumentsDone(let payload), .customToolCallInputDelta(let payload),
            .customToolCallInputDone(let payload), .reasoningSummaryTextDelta(let payload),
            .reasoningSummaryTextDone(let payload), .reasoningTextDelta(let payload),
            .reasoningTextDone(let payload):
            payload.sequenceNumber
        case .outputTextAnnotationAdded(let payload): payload.sequenceNumber
        case .error(let payload): payload.sequenceNumber
        case .unknown(_, let payload): payload["sequence_number"]?.intValue
        }
    }

    /// The event with another place in the stream.
    public func numbered(_ number: Int) -> ResponseStreamEvent {
        func renumbered<Payload: ResponseStreamEventPayload>(_ payload: Payload) -> Payload {
            var payload = payload
            payload.sequenceNumber = number
            return payload
        }
        switch self {
        case .created(let payload): return .created(renumbered(payload))
        case .queued(let payload): return .queued(renumbered(payload))
        case .inProgress(let payload): return .inProgress(renumbered(payload))
        case .completed(let payload): return .completed(renumbered(payload))
        case .incomplete(let payload): return .incomplete(renumbered(payload))
        case .failed(let payload): return .failed(renumbered(payload))
        case .outputItemAdded(let payload): return .outputItemAdded(renumbered(payload))
        case .outputItemDone(let payload): return .outputItemDone(renumbered(payload))
        case .contentPartAdded(let payload): return .contentPartAdded(renumbered(payload))
        case .contentPartDone(let payload): return .contentPartDone(renumbered(payload))
        case .outputTextDelta(let payload): return .outputTextDelta(renumbered(payload))
        case .outputTextDone(let payload): return .outputTextDone(renumbered(payload))
        case .outputTextAnnotationAdded(let payload): return .outputTextAnnotationAdded(renumbered(payload))
        case .refusalDelta(let payload): return .refusalDelta(renumbered(payload))
        case .refusalDone(let payload): return .refusalDone(renumbered(payload))
        case .functionCallArgumentsDelta(let payload): return .functionCallArgumentsDelta(renumbered(payload))
        case .functionCallArgumentsDone(let payload): return .functionCallArgumentsDone(renumbered(payload))
        case .customToolCallInputDelta(let payload): return .customToolCallInputDelta(renumbered(payload))
        case .customToolCallInputDone(let payload): return .customToolCallInputDone(renumbered(payload))
        case .reasoningSummaryPartAdded(let payload): return .reasoningSummaryPartAdded(renumbered(payload))
        case .reasoningSummaryPartDone(let payload): return .reasoningSummaryPartDone(renumbered(payload))
        case .reasoningSummaryTextDelta(let payload): return .reasoningSummaryTextDelta(renumbered(payload))
        case .reasoningSummaryTextDone(let payload): return .reasoningSummaryTextDone(renumbered(payload))
        case .reasoningTextDelta(let payload): return .reasoningTextDelta(renumbered(payload))
        case .reasoningTextDone(let payload): return .reasoningTextDone(renumbered(payload))
        case .error(let payload): return .error(renumbered(payload))
        case .unknown(let type, .object(var payload)):
            payload["sequence_number"] = .integer(number)
            return .unknown(type: type, payload: .object(payload))
        case .unknown: return self
        }
    }

    /// The response as it is, in the events that bring all of it.
    public var response: ResponseObject? {
        switch self {
        case .created(let payload), .queued(let payload), .inProgress(let payload), .completed(let payload),
            .incomplete(let payload), .failed(let payload):
            payload.response
        default: nil
        }
    }

    /// The piece of the answer's text that the event brings; empty for every other event.
    public var text: String {
        guard case .outputTextDelta(let piece) = self else { return "" }
        return piece.text
    }

    /// Whether nothing follows the event.
    public var isTerminal: Bool {
        switch self {
        case .completed, .incomplete, .failed, .error: true
        default: false
        }
    }
}
