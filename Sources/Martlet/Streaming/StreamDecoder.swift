import HTTPTypes
import Logging
import MartletAPI
import MartletWire
import NIOCore

/// Makes chunks of the bytes of a streamed answer. No I/O: bytes in, chunks out.
///
/// It takes server-sent events, JSON lines and, from servers that ignore `stream`, one JSON object. An error that the
/// server reports in any of the known ways becomes a ``MartletError`` with the server's words.
struct StreamDecoder<Chunk: StreamedChunk>: StreamDecoding {
    private let redactor: Redactor
    private var framing: StreamFraming
    private var previous = Chunk.empty
    /// Takes reasoning out of the text; nil where it is to stay.
    private var splitter: ChunkReasoningSplitter?
    private let skipsUnreadableChunks: Bool
    private let logger: Logger?
    private var hasFinished = false
    private var accumulator = ChatCompletionAccumulator(limits: .init(bytes: StreamLimits.partialBytes))
    private var isAccumulating = true
    private var progress = ChoiceProgress()
    private var hasUsage = false
    private var hasChunks = false

    /// Whether `[DONE]` came: nothing after it counts.
    private(set) var isDone = false
    /// Whether the answer is complete: `[DONE]`, a finish reason for every choice that began, or a final usage chunk came.
    var isComplete: Bool { isDone || hasUsage || progress.isFinished }

    /// - Parameters:
    ///   - splitsReasoning: Whether reasoning between tags in the text is moved to where it belongs.
    ///   - skipsUnreadableChunks: Whether an event that is no JSON is left out instead of being an error.
    ///   - logger: Where what was left out is reported.
    init(
        contentType: String, redactor: Redactor, splitsReasoning: Bool = false, skipsUnreadableChunks: Bool = false,
        logger: Logger? = nil
    ) {
        framing = StreamFraming(contentType: contentType)
        self.redactor = redactor
        splitter = splitsReasoning ? ChunkReasoningSplitter() : nil
        self.skipsUnreadableChunks = skipsUnreadableChunks
        self.logger = logger
    }

    /// What came so far, up to ``StreamLimits/partialBytes`` bytes of text; nil if nothing did.
    var partial: ChatCompletion? {
        let partial = accumulator.completion
        return partial.choices.isEmpty && partial.id == nil ? nil : partial
    }

    mutating func append(_ buffer: ByteBuffer) throws(MartletError) {
        try framing.append(buffer)
    }

    /// Says that the body has ended, so that ``next()`` delivers what an unfinished line holds.
    mutating func finish() {
        framing.finish()
        hasFinished = true
    }

    /// The next chunk; nil when more bytes are needed, and at the end.
    mutating func next() throws(MartletError) -> Chunk? {
        while !isDone {
            guard let message = try nextMessage() else { return hasFinished ? takeRest() : nil }
            if let chunk = try decode(message) { return chunk }
        }
        return takeRest()
    }

    /// The text that was held back because it might have been the beginning of a tag.
    private mutating func takeRest() -> Chunk? {
        guard let rest = splitter?.finish() else { return nil }
        accumulate(rest)
        return Chunk(rest: rest)
    }

    private mutating func nextMessage() throws(MartletError) -> StreamFraming.Message? {
        do throws(WireError) {
            return try framing.next()
        } catch {
            throw MartletError(.decoding, "The stream cannot be understood: \(error)", cause: error)
        }
    }

    private mutating func decode(_ message: StreamFraming.Message) throws(MartletError) -> Chunk? {
        if framing.isPage {
            let page = redactor.redact(ErrorBody(parsing: message.data).message)
            throw MartletError(.decoding, "The server sent a web page instead of a stream: \(page.prefix(500))")
        }
        // An event without data, such as `event: ping`, says nothing.
        let data = message.data.drop { $0 == 0x20 || $0 == 0x09 }
        if data.isEmpty { return nil }
        // Checked before decoding; whatever stands behind it.
        if data.starts(with: StreamLimits.done) {
            if !isComplete, let error = strayError { throw error }
            isDone = true
            return nil
        }
        let isMessage = message.type == "message"
        if message.type == "error" { throw reported(data) }
        var chunk: Chunk
        do throws(JSONError) {
            let previous = self.previous
            chunk = try JSONReader.read(data) { (reader) throws(JSONError) in
                try Chunk(reading: &reader, after: previous)
            }
        } catch {
            // Events of other kinds are none of ours.
            guard isMessage else { return nil }
            // Google sends an array around its errors.
            if case .array(let values)? = try? JSONValue(json: data), values.first?["error"] != nil {
                throw reported(data)
            }
            if skipsUnreadableChunks {
                logger?.warning(
                    "Left out a chunk that cannot be understood",
                    metadata: ["reason": "\(error)", "bytes": "\(data.count)"])
                return nil
            }
            throw MartletError(
                .decoding,
                "A chunk cannot be understood: \(error). It begins with: "
                    + redactor.redact(String(decoding: data.prefix(4_096), as: UTF8.self)).prefix(200),
                cause: error)
        }
        let view = chunk.chatChunk
        if view.holdsError(asMessage: isMessage) { throw reported(data) }
        if !isMessage, view.choices.isEmpty, view.usage == nil { return nil }
        previous = chunk
        if splitter != nil { chunk.splitReasoning(with: &splitter) }
        note(chunk.chatChunk)
        return chunk
    }

    private mutating func note(_ chunk: ChatCompletionChunk) {
        hasChunks = true
        if chunk.choices.isEmpty {
            if let usage = chunk.usage, usage != CompletionUsage() { hasUsage = true }
        } else {
            progress.note(chunk.choices)
        }
        accumulate(chunk)
    }

    private mutating func accumulate(_ chunk: ChatCompletionChunk) {
        guard isAccumulating else { return }
        do {
            try accumulator.add(chunk)
        } catch {
            // The chunks are delivered all the same; only the copy for an error stops here.
            isAccumulating = false
        }
    }

    // MARK: Errors

    private func reported(_ data: ArraySlice<UInt8>) -> MartletError {
        MartletError.response(status: nil, headers: [:], body: Array(data), redactor: redactor)
    }

    /// The error that the end of a stream holds without being an event; see ``StreamFraming/strayError(_:)``.
    var strayError: MartletError? { framing.strayError(redactor) }

    /// Why a body that ended in an orderly way is no complete answer.
    var truncation: MartletError {
        if let strayError { return strayError }
        if !hasChunks, let line = framing.firstWords {
            return MartletError(
                .decoding,
                "The server sent no stream of chunks. It begins with: \(redactor.redact(line).prefix(200))")
        }
        return MartletError(
            .truncated, "The connection ended before the answer was complete: no [DONE], finish reason or usage came.")
    }
}

extension StreamDecoder {
    func attachPartial(to error: inout MartletError) { error.partial = partial }

    static func report(_ chunk: Chunk, to span: CallSpan) { span.note(chunk.chatChunk) }

    var tracedCompletion: ChatCompletion? { partial }
}

extension ChatCompletionChunk {
    /// Whether a server reports an error in this chunk, or instead of one.
    ///
    /// - Parameter isMessage: Whether the event has no name of its own.
    fileprivate func holdsError(asMessage isMessage: Bool) -> Bool {
        for choice in choices where !choice.additionalProperties.isEmpty {
            if choice.additionalProperties["error"]?.saysSomething == true { return true }
        }
        guard !additionalProperties.isEmpty else { return false }
        if additionalProperties["error"]?.saysSomething == true || additionalProperties["type"] == "error" {
            return true
        }
        // The bare inside of an error: `{"code":500,"message":"…"}`, `{"detail":"…"}`.
        guard isMessage, choices.isEmpty, usage == nil, id == nil else { return false }
        switch additionalProperties["message"] ?? additionalProperties["detail"] {
        case .string(let text)?: return !text.isEmpty
        default: return false
        }
    }
}

extension JSONValue {
    /// Whether an `error` member means one: some servers send it empty in every answer.
    var saysSomething: Bool {
        switch self {
        case .null, .bool(false): false
        case .string(let text): !text.isEmpty
        case .object(let object): !object.isEmpty
        case .array(let array): !array.isEmpty
        case .bool, .integer, .number: true
        }
    }
}
