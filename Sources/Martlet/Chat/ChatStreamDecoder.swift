import HTTPTypes
import MartletAPI
import MartletWire
import NIOCore

/// Makes chunks of the bytes of a streamed answer. No I/O: bytes in, chunks out.
///
/// It takes server-sent events, JSON lines and, from servers that ignore `stream`, one JSON object.
struct ChatStreamDecoder: Sendable {
    private enum Framing: Sendable {
        /// Not known before the first byte.
        case undecided
        case events(ServerSentEventParser)
        case lines(JSONLinesParser)
        /// One JSON object, collected whole.
        case object([UInt8])
    }

    /// How much text of a stream is kept, to be attached to the error if the stream breaks.
    static let partialLimit = 1 << 20
    /// How large an answer may be that is one object instead of a stream.
    private static let objectLimit = 64 << 20

    private let contentType: String
    private let redactor: Redactor
    private var framing = Framing.undecided
    private var previous = ChatCompletionChunk()
    private var accumulator = ChatCompletionAccumulator(limits: .init(bytes: partialLimit))
    private var isAccumulating = true
    private var bodyHasEnded = false

    /// Whether `[DONE]` came: nothing after it counts.
    private(set) var isDone = false
    /// Whether the answer is complete: `[DONE]`, a finish reason or a final usage chunk came.
    private(set) var isComplete = false

    init(contentType: String, redactor: Redactor) {
        self.contentType = contentType.lowercased()
        self.redactor = redactor
    }

    /// What came so far, up to ``partialLimit`` bytes of text; nil if nothing did.
    var partial: ChatCompletion? {
        let partial = accumulator.completion
        return partial.choices.isEmpty && partial.id == nil ? nil : partial
    }

    mutating func append(_ buffer: ByteBuffer) throws(MartletError) {
        if case .undecided = framing { try decide(buffer) }
        switch framing {
        case .undecided: break
        case .events(var parser):
            framing = .undecided
            buffer.withUnsafeReadableBytes { parser.append($0) }
            framing = .events(parser)
        case .lines(var parser):
            framing = .undecided
            buffer.withUnsafeReadableBytes { parser.append($0) }
            framing = .lines(parser)
        case .object(var bytes):
            framing = .undecided
            guard bytes.count + buffer.readableBytes <= Self.objectLimit else {
                throw MartletError.responseTooLarge(limit: Self.objectLimit)
            }
            bytes += buffer.readableBytesView
            framing = .object(bytes)
        }
    }

    /// Chooses the framing by the content type and the first byte that is not white space: servers send event streams as
    /// `text/plain`, and JSON lines as anything.
    private mutating func decide(_ buffer: ByteBuffer) throws(MartletError) {
        guard let first = buffer.readableBytesView.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
            return
        }
        if contentType.hasPrefix("text/event-stream") {
            framing = .events(ServerSentEventParser())
        } else if contentType.hasPrefix("application/json") {
            framing = .object([])
        } else if first == UInt8(ascii: "{") {
            framing = .lines(JSONLinesParser())
        } else if first == UInt8(ascii: "<") {
            let page = ErrorBody(parsing: buffer.readableBytesView.prefix(4_096)).message
            throw MartletError(.decoding, "The server sent a web page instead of a stream: \(redactor.redact(page))")
        } else {
            framing = .events(ServerSentEventParser())
        }
    }

    /// The next chunk; nil when more bytes are needed, and at the end.
    mutating func next() throws(MartletError) -> ChatCompletionChunk? {
        while !isDone {
            guard let (type, data) = try nextText() else { return nil }
            if let chunk = try decode(data, type: type) { return chunk }
        }
        return nil
    }

    /// Says that the body has ended, so that ``next()`` delivers what an unfinished line holds.
    mutating func finish() {
        bodyHasEnded = true
    }

    private mutating func nextText() throws(MartletError) -> (type: String, data: ArraySlice<UInt8>)? {
        do throws(WireError) {
            switch framing {
            case .undecided: return nil
            case .events(var parser):
                framing = .undecided
                defer { framing = .events(parser) }
                var event = try parser.next()
                if event == nil, bodyHasEnded { event = try parser.finish() }
                guard let event else { return nil }
                return (event.type, event.data)
            case .lines(var parser):
                framing = .undecided
                defer { framing = .lines(parser) }
                var line = try parser.next()
                if line == nil, bodyHasEnded { line = try parser.finish() }
                guard let line else { return nil }
                return ("message", line)
            case .object(let bytes):
                guard bodyHasEnded, !bytes.isEmpty else { return nil }
                framing = .object([])
                return ("message", bytes[...])
            }
        } catch {
            throw MartletError(.decoding, "The stream cannot be understood: \(error)", cause: error)
        }
    }

    private mutating func decode(_ data: ArraySlice<UInt8>, type: String) throws(MartletError) -> ChatCompletionChunk? {
        // An event without data, such as `event: ping`, says nothing.
        guard data.contains(where: { $0 != 0x20 }) else { return nil }
        // Checked before decoding; whatever stands behind it.
        if data.starts(with: Self.done) {
            isDone = true
            isComplete = true
            return nil
        }
        if type == "error" { throw reported(data) }
        let chunk: ChatCompletionChunk
        do throws(JSONError) {
            let previous = self.previous
            chunk = try JSONReader.read(data) { (reader) throws(JSONError) in
                try ChatCompletionChunk(reading: &reader, after: previous)
            }
        } catch {
            // Events of other kinds are none of ours.
            guard type == "message" else { return nil }
            throw MartletError(
                .decoding,
                "A chunk cannot be understood: \(error). It begins with: "
                    + redactor.redact(String(decoding: data.prefix(200), as: UTF8.self)),
                cause: error)
        }
        if !chunk.additionalProperties.isEmpty {
            if let error = chunk.additionalProperties["error"], error != .null { throw reported(data) }
            if chunk.additionalProperties["type"] == "error" { throw reported(data) }
            if type != "message", chunk.choices.isEmpty, chunk.usage == nil { return nil }
        }
        note(chunk)
        return chunk
    }

    private static let done = Array("[DONE]".utf8)

    private mutating func note(_ chunk: ChatCompletionChunk) {
        previous = chunk
        if chunk.choices.isEmpty {
            if let usage = chunk.usage, usage != CompletionUsage() { isComplete = true }
        } else {
            for choice in chunk.choices where choice.finishReason != nil { isComplete = true }
        }
        guard isAccumulating else { return }
        do {
            try accumulator.add(chunk)
        } catch {
            // The chunks are delivered all the same; only the copy for an error stops here.
            isAccumulating = false
        }
    }

    private func reported(_ data: ArraySlice<UInt8>) -> MartletError {
        MartletError.response(status: nil, headers: [:], body: Array(data), redactor: redactor)
    }
}
