extension ServerSentEventParser {
    /// Reads one line that is not blank.
    mutating func process(_ line: LineBuffer.Line) throws(WireError) {
        switch field(of: line.range) {
        case .data(let value):
            // "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character to the
            // data buffer."
            data.append(value, of: buffer.bytes)
            if data.count > eventBytes { throw eventTooLong }
        case .comment:
            // "If the line starts with a U+003A COLON character (:): Ignore the line."
            commentCount &+= 1
        case .event(let value) where line.isTerminated:
            // "Set the event type buffer to the field value."
            eventType = type(of: value)
        case .id(let value) where line.isTerminated:
            // "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value.
            // Otherwise, ignore the field."
            if !buffer.bytes[value].contains(0) {
                pendingID = String(decoding: buffer.bytes[value], as: UTF8.self)
            }
        case .retry(let value) where line.isTerminated:
            // "If the field value consists of only ASCII digits, then interpret the field value as an integer in base
            // ten, and set the event stream's reconnection time to that integer. Otherwise, ignore the field."
            retryMilliseconds = integer(of: value) ?? retryMilliseconds
        case .event, .id, .retry, .other:
            // "Otherwise: The field is ignored."
            break
        }
    }

    /// The last event ID buffer, which from now on is no longer pending.
    mutating func takeID() -> String {
        guard let id = pendingID else { return lastEventID }
        pendingID = nil
        return id
    }

    /// The event made of the fields so far, if it has any data; resets them.
    mutating func dispatch(lastEventID: String) -> ServerSentEvent? {
        // "If the event type buffer has a value other than the empty string, change the type of the newly created
        // event to equal the value of the event type buffer." Otherwise it is "message".
        var type = "message"
        if !eventType.isEmpty {
            type = eventType
            eventType = ""
        }
        // "If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string
        // and return." A lone `data:` has put an LF into that buffer, so its event is dispatched, with empty data.
        guard data.lineCount > 0 else { return nil }
        // "If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the last character
        // from the data buffer."
        return ServerSentEvent(type: type, data: data.take(of: buffer.bytes), lastEventID: lastEventID)
    }

    /// What a line is, with the field value as offsets into the buffer.
    private enum Field {
        case comment
        case data(Range<Int>)
        case event(Range<Int>)
        case id(Range<Int>)
        case retry(Range<Int>)
        case other
    }

    private func field(of line: Range<Int>) -> Field {
        buffer.bytes.withUnsafeBytes { bytes in
            switch bytes[line.lowerBound] {
            case UInt8(ascii: "d"):
                if let value = Self.value(of: "data", in: line, of: bytes) { return .data(value) }
            case UInt8(ascii: ":"):
                return .comment
            case UInt8(ascii: "e"):
                if let value = Self.value(of: "event", in: line, of: bytes) { return .event(value) }
            case UInt8(ascii: "i"):
                if let value = Self.value(of: "id", in: line, of: bytes) { return .id(value) }
            case UInt8(ascii: "r"):
                if let value = Self.value(of: "retry", in: line, of: bytes) { return .retry(value) }
            default:
                break
            }
            return .other
        }
    }

    /// The value of the field when the line has that name, else `nil`. "Field names must be compared literally, with
    /// no case folding performed."
    @inline(__always)
    private static func value(
        of name: StaticString,
        in line: Range<Int>,
        of bytes: UnsafeRawBufferPointer
    ) -> Range<Int>? {
        let length = name.utf8CodeUnitCount
        guard line.count >= length else { return nil }
        for index in 0..<length where bytes[line.lowerBound &+ index] != name.utf8Start[index] { return nil }
        var start = line.lowerBound &+ length
        // "Otherwise, the string is not empty but does not contain a U+003A COLON character (:): Process the field
        // using […] the whole line as the field name, and the empty string as the field value."
        if start == line.upperBound { return start..<start }
        // "Collect the characters on the line before the first U+003A COLON character (:), and let field be that
        // string."
        guard bytes[start] == UInt8(ascii: ":") else { return nil }
        start &+= 1
        // "If value starts with a U+0020 SPACE character, remove it from value."
        if start < line.upperBound, bytes[start] == UInt8(ascii: " ") { start &+= 1 }
        return start..<line.upperBound
    }

    /// The event type, the string of the event before when it is the same.
    private mutating func type(of value: Range<Int>) -> String {
        let isSame = buffer.bytes.withUnsafeBytes { bytes in
            let bytes = UnsafeRawBufferPointer(rebasing: bytes[value])
            let text = previousType.utf8
            return text.withContiguousStorageIfAvailable { ByteScan.areEqual(UnsafeRawBufferPointer($0), bytes) }
                ?? text.elementsEqual(bytes)
        }
        if !isSame { previousType = String(decoding: buffer.bytes[value], as: UTF8.self) }
        return previousType
    }

    /// A decimal number of ASCII digits only, `nil` when there is none or it is too large.
    private func integer(of value: Range<Int>) -> Int? {
        guard !value.isEmpty else { return nil }
        var result = 0
        for byte in buffer.bytes[value] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            if overflow || carry { return nil }
            result = sum
        }
        return result
    }

    private var eventTooLong: WireError {
        WireError(
            code: .eventTooLong,
            message:
                "The data of one event is longer than allowed. Raise the limit eventBytes if the server is trusted.",
            limit: eventBytes
        )
    }
}
