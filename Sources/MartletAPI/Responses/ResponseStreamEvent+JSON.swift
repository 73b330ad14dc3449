extension ResponseStreamEvent: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        guard try reader.peek() == .object else { throw reader.mismatch("an object that is an event") }
        let type = try reader.peekText(of: "type").map { ResponseEventType(rawValue: $0) }
        let start = reader.mark
        do throws(JSONError) {
            if let type, let event = try Self.modelled(type, from: &reader) {
                self = event
                return
            }
        } catch  where error.code == .typeMismatch || error.code == .missingField {
            reader.rewind(to: start)
        }
        self = .unknown(type: type, payload: try reader.readValue())
    }

    /// Reads an event of a modelled kind; nil, with nothing read, when it is none.
    private static func modelled(
        _ type: ResponseEventType, from reader: inout JSONReader
    ) throws(JSONError) -> ResponseStreamEvent? {
        switch type {
        case .created: return .created(try Snapshot(reading: &reader))
        case .queued: return .queued(try Snapshot(reading: &reader))
        case .inProgress: return .inProgress(try Snapshot(reading: &reader))
        case .completed: return .completed(try Snapshot(reading: &reader))
        case .incomplete: return .incomplete(try Snapshot(reading: &reader))
        case .failed: return .failed(try Snapshot(reading: &reader))
        case .outputItemAdded: return .outputItemAdded(try ItemChange(reading: &reader))
        case .outputItemDone: return .outputItemDone(try ItemChange(reading: &reader))
        case .contentPartAdded: return .contentPartAdded(try PartChange(reading: &reader, index: "content_index"))
        case .contentPartDone: return .contentPartDone(try PartChange(reading: &reader, index: "content_index"))
        case .outputTextDelta:
            return .outputTextDelta(try Piece(reading: &reader, text: "delta", index: "content_index"))
        case .outputTextDone: return .outputTextDone(try Piece(reading: &reader, text: "text", index: "content_index"))
        case .outputTextAnnotationAdded: return .outputTextAnnotationAdded(try AnnotationChange(reading: &reader))
        case .refusalDelta: return .refusalDelta(try Piece(reading: &reader, text: "delta", index: "content_index"))
        case .refusalDone: return .refusalDone(try Piece(reading: &reader, text: "refusal", index: "content_index"))
        case .functionCallArgumentsDelta:
            return .functionCallArgumentsDelta(try Piece(reading: &reader, text: "delta", index: nil))
        case .functionCallArgumentsDone:
            return .functionCallArgumentsDone(try Piece(reading: &reader, text: "arguments", index: nil))
        case .customToolCallInputDelta:
            return .customToolCallInputDelta(try Piece(reading: &reader, text: "delta", index: nil))
        case .customToolCallInputDone:
            return .customToolCallInputDone(try Piece(reading: &reader, text: "input", index: nil))
        case .reasoningSummaryPartAdded:
            return .reasoningSummaryPartAdded(try PartChange(reading: &reader, index: "summary_index"))
        case .reasoningSummaryPartDone:
            return .reasoningSummaryPartDone(try PartChange(reading: &reader, index: "summary_index"))
        case .reasoningSummaryTextDelta:
            return .reasoningSummaryTextDelta(try Piece(reading: &reader, text: "delta", index: "summary_index"))
        case .reasoningSummaryTextDone:
            return .reasoningSummaryTextDone(try Piece(reading: &reader, text: "text", index: "summary_index"))
        case .reasoningTextDelta:
            return .reasoningTextDelta(try Piece(reading: &reader, text: "delta", index: "content_index"))
        case .reasoningTextDone:
            return .reasoningTextDone(try Piece(reading: &reader, text: "text", index: "content_index"))
        case .error: return .error(try Failure(reading: &reader))
        default: return nil
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .created(let payload): payload.write(.created, to: &writer)
        case .queued(let payload): payload.write(.queued, to: &writer)
        case .inProgress(let payload): payload.write(.inProgress, to: &writer)
        case .completed(let payload): payload.write(.completed, to: &writer)
        case .incomplete(let payload): payload.write(.incomplete, to: &writer)
        case .failed(let payload): payload.write(.failed, to: &writer)
        case .outputItemAdded(let payload): payload.write(.outputItemAdded, to: &writer)
        case .outputItemDone(let payload): payload.write(.outputItemDone, to: &writer)
        case .contentPartAdded(let payload): payload.write(.contentPartAdded, index: "content_index", to: &writer)
        case .contentPartDone(let payload): payload.write(.contentPartDone, index: "content_index", to: &writer)
        case .outputTextDelta(let payload):
            payload.write(.outputTextDelta, text: "delta", index: "content_index", to: &writer)
        case .outputTextDone(let payload):
            payload.write(.outputTextDone, text: "text", index: "content_index", to: &writer)
        case .outputTextAnnotationAdded(let payload): payload.write(.outputTextAnnotationAdded, to: &writer)
        case .refusalDelta(let payload):
            payload.write(.refusalDelta, text: "delta", index: "content_index", to: &writer)
        case .refusalDone(let payload):
            payload.write(.refusalDone, text: "refusal", index: "content_index", to: &writer)
        case .functionCallArgumentsDelta(let payload):
            payload.write(.functionCallArgumentsDelta, text: "delta", index: nil, to: &writer)
        case .functionCallArgumentsDone(let payload):
            payload.write(.functionCallArgumentsDone, text: "arguments", index: nil, to: &writer)
        case .customToolCallInputDelta(let payload):
            payload.write(.customToolCallInputDelta, text: "delta", index: nil, to: &writer)
        case .customToolCallInputDone(let payload):
            payload.write(.customToolCallInputDone, text: "input", index: nil, to: &writer)
        case .reasoningSummaryPartAdded(let payload):
            payload.write(.reasoningSummaryPartAdded, index: "summary_index", to: &writer)
        case .reasoningSummaryPartDone(let payload):
            payload.write(.reasoningSummaryPartDone, index: "summary_index", to: &writer)
        case .reasoningSummaryTextDelta(let payload):
            payload.write(.reasoningSummaryTextDelta, text: "delta", index: "summary_index", to: &writer)
        case .reasoningSummaryTextDone(let payload):
            payload.write(.reasoningSummaryTextDone, text: "text", index: "summary_index", to: &writer)
        case .reasoningTextDelta(let payload):
            payload.write(.reasoningTextDelta, text: "delta", index: "content_index", to: &writer)
        case .reasoningTextDone(let payload):
            payload.write(.reasoningTextDone, text: "text", index: "content_index", to: &writer)
        case .error(let payload): payload.write(.error, to: &writer)
        case .unknown(_, let payload): payload.write(to: &writer)
        }
    }
}
