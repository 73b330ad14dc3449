/// Writes event streams (`text/event-stream`): the server's side of ``ServerSentEventParser``.
///
/// Every function appends to a byte array, so one array can collect several events for one write.
public enum ServerSentEventEncoder {
    /// The event that ends a stream of the chat completions protocol: `data: [DONE]` and a blank line.
    public static let done: [UInt8] = Array("data: [DONE]\n\n".utf8)

    /// Writes one event: `event: NAME`, `id: ID`, `data: DATA`, a blank line.
    ///
    /// A line end within the data (LF, CR or CR LF) starts another `data` line; the parser joins them with LF, so the
    /// kind of line end is lost. There is always a space after the colon, which old clients need.
    /// - Parameters:
    ///   - data: the event's bytes, normally JSON in UTF-8. Empty data makes an event with empty data.
    ///   - event: the event's type; no field when `nil`. Line ends in it become spaces, so that a name cannot add
    ///     fields of its own.
    ///   - id: the event's id; no field when `nil`. Line ends in it become spaces. An id that contains U+0000 is left
    ///     out, since the standard has clients ignore it.
    ///   - output: the array to append to.
    @inlinable
    public static func encode(
        data: some Sequence<UInt8>,
        event: String? = nil,
        id: String? = nil,
        into output: inout [UInt8]
    ) {
        encodeFields(event: event, id: id, into: &output)
        let isDone: Void? = data.withContiguousStorageIfAvailable { storage in
            encodeLines(UnsafeRawBufferPointer(storage), field: "data: ", into: &output)
        }
        if isDone == nil {
            Array(data).withUnsafeBytes { encodeLines($0, field: "data: ", into: &output) }
        }
        output.append(0x0A)
    }

    /// Writes a comment, `: TEXT`, which clients ignore: a sign of life in a silent stream.
    ///
    /// No blank line follows, because old parsers make an empty event of it.
    /// - Parameters:
    ///   - text: the comment. A line end within it starts another comment line.
    ///   - output: the array to append to.
    public static func encodeComment(_ text: String, into output: inout [UInt8]) {
        var text = text
        text.withUTF8 { encodeLines(UnsafeRawBufferPointer($0), field: ": ", into: &output) }
    }

    /// Writes the `event` and `id` lines.
    @usableFromInline
    static func encodeFields(event: String?, id: String?, into output: inout [UInt8]) {
        if let event { encodeLine("event: ", event, into: &output) }
        if let id, !id.utf8.contains(0) { encodeLine("id: ", id, into: &output) }
    }

    /// Writes one line for each line of `bytes`, each with the field's name, colon and space before it.
    @usableFromInline
    static func encodeLines(_ bytes: UnsafeRawBufferPointer, field: StaticString, into output: inout [UInt8]) {
        let name = UnsafeBufferPointer(start: field.utf8Start, count: field.utf8CodeUnitCount)
        var start = 0
        while true {
            let end = ByteScan.firstLineEnd(in: bytes, from: start, of: .lineFeedOrCarriageReturn) ?? bytes.count
            output.append(contentsOf: name)
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            output.append(ByteScan.lineFeed)
            guard end < bytes.count else { return }
            start = end + 1
            if bytes[end] == ByteScan.carriageReturn, start < bytes.count, bytes[start] == ByteScan.lineFeed {
                start += 1
            }
        }
    }

    private static func encodeLine(_ field: StaticString, _ value: String, into output: inout [UInt8]) {
        output.append(contentsOf: UnsafeBufferPointer(start: field.utf8Start, count: field.utf8CodeUnitCount))
        for byte in value.utf8 {
            let isLineEnd = byte == ByteScan.lineFeed || byte == ByteScan.carriageReturn
            output.append(isLineEnd ? UInt8(ascii: " ") : byte)
        }
        output.append(ByteScan.lineFeed)
    }
}
