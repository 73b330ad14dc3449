import MartletAPI
import MartletWire
import NIOCore

/// Hands the bytes of an event stream on, whole events at a time and otherwise untouched, and sees to its end. No I/O.
///
/// Holding an unfinished event back means that whatever happens to the engine, what the client has is whole events: an
/// error can follow at any time and is read as what it is.
struct EventRelay {
    /// How large one event may be before its pieces are passed on unfinished.
    private static let eventLimit = 64 << 20

    private var held = ByteBuffer()
    /// The latest bytes that went out, to tell how the stream ended.
    private var latest = ByteBuffer()
    private var beforeLatest = ByteBuffer()
    private var dropsProgress = true

    /// The bytes to pass on now; nil when there are none.
    mutating func relay(_ piece: ByteBuffer) -> ByteBuffer? {
        var bytes = piece
        if held.readableBytes > 0 {
            bytes = held
            bytes.writeImmutableBuffer(piece)
            held = ByteBuffer()
        }
        var comments = ByteBuffer()
        if dropsProgress { bytes = withoutProgress(bytes, comments: &comments) }
        if let end = Self.endOfLastEvent(bytes) ?? (bytes.readableBytes > Self.eventLimit ? bytes.readableBytes : nil),
            let whole = bytes.readSlice(length: end)
        {
            beforeLatest = latest
            latest = whole
            held = bytes
            guard comments.readableBytes > 0 else { return whole }
            comments.writeImmutableBuffer(whole)
            return comments
        }
        held = bytes
        return comments.readableBytes > 0 ? comments : nil
    }

    /// How far the bytes reach to the end of their last event, which a blank line is.
    private static func endOfLastEvent(_ bytes: ByteBuffer) -> Int? {
        bytes.withUnsafeReadableBytes { bytes in
            var index = bytes.count
            while index >= 2 {
                if bytes[index - 1] == UInt8(ascii: "\n") {
                    if bytes[index - 2] == UInt8(ascii: "\n") { return index }
                    if index >= 3, bytes[index - 2] == UInt8(ascii: "\r"), bytes[index - 3] == UInt8(ascii: "\n") {
                        return index
                    }
                }
                index -= 1
            }
            return nil
        }
    }

    /// How far the bytes reach to the end of their first event.
    private static func endOfFirstEvent(_ bytes: ByteBuffer) -> Int? {
        bytes.withUnsafeReadableBytes { bytes in
            (2...max(2, bytes.count)).first { end in
                guard end <= bytes.count, bytes[end - 1] == UInt8(ascii: "\n") else { return false }
                if bytes[end - 2] == UInt8(ascii: "\n") { return true }
                return end >= 3 && bytes[end - 2] == UInt8(ascii: "\r") && bytes[end - 3] == UInt8(ascii: "\n")
            }
        }
    }

    /// Takes llama.cpp's progress events out, which come before the first chunk of the answer and which no client asked
    /// for. A comment takes the place of each: a sign of life that every parser passes over.
    private mutating func withoutProgress(_ bytes: ByteBuffer, comments: inout ByteBuffer) -> ByteBuffer {
        var rest = bytes
        while let end = Self.endOfFirstEvent(rest), let event = rest.getSlice(at: rest.readerIndex, length: end) {
            if Self.contains(event, "\"prompt_progress\"") {
                // No blank line behind it: some old parsers make an empty event of that.
                comments.writeString(": reading the prompt\n")
            } else if Self.contains(event, "data:") {
                dropsProgress = false
                return rest
            } else {
                comments.writeImmutableBuffer(event)
            }
            rest.moveReaderIndex(forwardBy: end)
        }
        return rest
    }

    /// What to send when the engine's bytes have ended in an orderly way.
    mutating func finish() -> ByteBuffer? {
        var end = ByteBuffer()
        if held.readableBytes > 0 {
            // The last event may lack its blank line.
            var last = held
            held = ByteBuffer()
            last.writeString("\n\n")
            beforeLatest = latest
            latest = last
            end = last
        }
        if hasDone { return end.readableBytes > 0 ? end : nil }
        if hasFinishReason {
            end.writeBytes(ServerSentEventEncoder.done)
        } else {
            end.writeBytes(
                Self.event(
                    ErrorBody(
                        message: "The engine ended before the answer was complete.", type: "server_error",
                        code: "answer_truncated")))
        }
        return end
    }

    /// What to send when the engine failed.
    func fail(_ error: ErrorBody) -> ByteBuffer {
        ByteBuffer(bytes: Self.event(error))
    }

    private static func event(_ error: ErrorBody) -> [UInt8] {
        var writer = JSONWriter()
        error.write(to: &writer)
        var bytes: [UInt8] = []
        ServerSentEventEncoder.encode(data: writer.bytes, into: &bytes)
        return bytes
    }

    private var hasDone: Bool { Self.contains(latest, "[DONE]") }

    /// Whether one of the last events ends a choice or brings the final usage.
    private var hasFinishReason: Bool {
        var parser = ServerSentEventParser()
        for bytes in [beforeLatest, latest] { bytes.withUnsafeReadableBytes { parser.append($0) } }
        while let event = try? parser.next() {
            guard let chunk = try? ChatCompletionChunk(json: event.data) else { continue }
            if chunk.choices.contains(where: { $0.finishReason != nil }) { return true }
            if chunk.choices.isEmpty, let usage = chunk.usage, usage != CompletionUsage() { return true }
        }
        return false
    }

    private static func contains(_ bytes: ByteBuffer, _ text: StaticString) -> Bool {
        bytes.withUnsafeReadableBytes { bytes in
            let count = text.utf8CodeUnitCount
            guard bytes.count >= count else { return false }
            let first = text.utf8Start[0]
            for start in stride(from: bytes.count - count, through: 0, by: -1) where bytes[start] == first {
                if (1..<count).allSatisfy({ bytes[start + $0] == text.utf8Start[$0] }) { return true }
            }
            return false
        }
    }
}
