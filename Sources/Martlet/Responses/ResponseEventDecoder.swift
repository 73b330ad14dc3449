import HTTPTypes
import Logging
import MartletAPI
import MartletWire
import NIOCore

/// Makes the events of a streamed response of its bytes. No I/O: bytes in, events out.
///
/// The answer is complete with `response.completed` or `response.incomplete`, or with `[DONE]`, which some servers send
/// instead. `response.failed`, `error`, and an error in any other known form become a ``MartletError`` with the server's
/// words. A server that ignores `stream` sends one response, which is then its own last event.
struct ResponseEventDecoder: StreamDecoding {
    private let redactor: Redactor
    private var framing: StreamFraming
    private var accumulator = ResponseAccumulator(limits: .init(bytes: StreamLimits.partialBytes))
    private var isAccumulating = true
    private var hasEvents = false
    private var isFinished = false

    /// Whether the last event or `[DONE]` came: nothing after it counts.
    private(set) var isDone = false
    var isComplete: Bool { isDone }

    /// - Parameters:
    ///   - splitsReasoning: Makes no difference: in this API reasoning is an item of its own.
    ///   - skipsUnreadableChunks: Makes no difference: an event that is no JSON is an error.
    init(
        contentType: String, redactor: Redactor, splitsReasoning: Bool = false, skipsUnreadableChunks: Bool = false,
        logger: Logger? = nil
    ) {
        framing = StreamFraming(contentType: contentType)
        self.redactor = redactor
    }

    /// What came so far, up to ``StreamLimits/partialBytes`` bytes of text; nil if nothing did.
    var partial: ResponseObject? { accumulator.response }

    mutating func append(_ buffer: ByteBuffer) throws(MartletError) {
        try framing.append(buffer)
    }

    mutating func finish() {
        framing.finish()
    }

    mutating func next() throws(MartletError) -> ResponseStreamEvent? {
        while !isDone {
            guard let message = try nextMessage() else { return nil }
            if let event = try decode(message) { return event }
        }
        return nil
    }

    private mutating func nextMessage() throws(MartletError) -> StreamFraming.Message? {
        do throws(WireError) {
            return try framing.next()
        } catch {
            throw MartletError(.decoding, "The stream cannot be understood: \(error)", cause: error)
        }
    }

    private mutating func decode(_ message: StreamFraming.Message) throws(MartletError) -> ResponseStreamEvent? {
        if framing.isPage {
            let page = redactor.redact(ErrorBody(parsing: message.data).message)
            throw MartletError(.decoding, "The server sent a web page instead of a stream: \(page.prefix(500))")
        }
        let data = message.data.drop { $0 == 0x20 || $0 == 0x09 }
        // An event without data, such as `event: ping`, says nothing.
        if data.isEmpty { return nil }
        if data.starts(with: StreamLimits.done) {
            if !isFinished, let error = strayError { throw error }
            isDone = true
            return nil
        }
        guard let event = try read(data, of: message.type) else { return nil }
        hasEvents = true
        if isAccumulating {
            do throws(AccumulatorError) {
                try accumulator.add(event)
            } catch {
                // The events are delivered all the same; only the copy for an error stops here.
                isAccumulating = false
            }
        }
        switch event {
        case .failed(let payload):
            // With what came before the failure, where the last event does not repeat it.
            let response = isAccumulating ? accumulator.response : nil
            throw MartletError.failure(of: response ?? payload.response, redactor: redactor)
        case .completed, .incomplete:
            isFinished = true
            isDone = true
        default: break
        }
        return event
    }

    /// Reads an event; nil for one that is none of ours.
    ///
    /// - Parameter name: The name of the server-sent event; `message` when it has none.
    private func read(_ data: ArraySlice<UInt8>, of name: String) throws(MartletError) -> ResponseStreamEvent? {
        if name == "error" { throw reported(data) }
        var event: ResponseStreamEvent
        do throws(JSONError) {
            event = try ResponseStreamEvent(json: data)
        } catch {
            // Events of other kinds are none of ours.
            guard name == "message" || name.hasPrefix("response.") else { return nil }
            // Google sends an array around its errors.
            if case .array(let values)? = try? JSONValue(json: data), values.first?["error"] != nil {
                throw reported(data)
            }
            throw MartletError(
                .decoding,
                "An event cannot be understood: \(error). It begins with: "
                    + redactor.redact(String(decoding: data.prefix(4_096), as: UTF8.self)).prefix(200),
                cause: error)
        }
        if case .error = event { throw reported(data) }
        guard case .unknown(nil, .object(var object)) = event else { return event }
        if object["error"]?.saysSomething == true, object["output"] == nil { throw reported(data) }
        if name.hasPrefix("response.") {
            // The kind is only in the event's name.
            object["type"] = .string(name)
            if let named = try? ResponseStreamEvent(json: JSONValue.object(object).jsonBytes()) { event = named }
            return event
        }
        if object["object"] == "response" || object["output"] != nil { return try whole(data) }
        // The bare inside of an error: `{"code":500,"message":"…"}`, `{"detail":"…"}`.
        if name == "message", object["message"]?.stringValue ?? object["detail"]?.stringValue != nil {
            throw reported(data)
        }
        return name == "message" ? event : nil
    }

    /// The last event of a response that came whole.
    private func whole(_ data: ArraySlice<UInt8>) throws(MartletError) -> ResponseStreamEvent {
        let response: ResponseObject
        do throws(JSONError) {
            response = try ResponseObject(json: data)
        } catch {
            throw MartletError(.decoding, "The response cannot be understood: \(error).", cause: error)
        }
        switch response.status {
        case .failed?, .cancelled?: return .failed(.init(response))
        case .incomplete?: return .incomplete(.init(response))
        case .queued?: return .queued(.init(response))
        case .inProgress?: return .inProgress(.init(response))
        default: return .completed(.init(response))
        }
    }

    // MARK: Errors

    private func reported(_ data: ArraySlice<UInt8>) -> MartletError {
        var error = MartletError.response(status: nil, headers: [:], body: Array(data), redactor: redactor).refined
        // The event's own type says nothing about the error.
        if error.type == "error" { error.type = nil }
        return error
    }

    var strayError: MartletError? { framing.strayError(redactor) }

    var truncation: MartletError {
        if let strayError { return strayError }
        if !hasEvents, let line = framing.firstWords {
            return MartletError(
                .decoding,
                "The server sent no stream of events. It begins with: \(redactor.redact(line).prefix(200))")
        }
        return MartletError(
            .truncated,
            "The connection ended before the response was complete: no response.completed or [DONE] came.")
    }

    func attachPartial(to error: inout MartletError) {
        error.response = error.response ?? partial
        error.partial = error.response.map { ChatCompletion($0) }
    }

    static func report(_ event: ResponseStreamEvent, to span: CallSpan) { span.note(event) }

    var tracedCompletion: ChatCompletion? { partial.map { ChatCompletion($0) } }
}
