/// The standard's "data buffer": the values of the `data` fields since the last blank line.
///
/// One value stays where it was received, as a range of the receive buffer; only a second one makes a copy.
struct EventData: Sendable {
    /// How many `data` fields there were. An event without any is not dispatched.
    private(set) var lineCount = 0
    private var range = 0..<0
    /// The values joined with LF, once there are two.
    private var joined: [UInt8] = []

    /// How many bytes an event dispatched now would hold.
    var count: Int { lineCount > 1 ? joined.count : range.count }

    /// The first byte of the receive buffer that is still needed; `nil` when none is.
    var firstNeededOffset: Int? { lineCount == 1 ? range.lowerBound : nil }

    /// "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character to the data
    /// buffer." The LF is added before the next value instead, since the last one is removed in the end.
    mutating func append(_ value: Range<Int>, of bytes: [UInt8]) {
        if lineCount == 0 {
            range = value
        } else {
            if lineCount == 1 { joined = Array(bytes[range]) }
            joined.append(ByteScan.lineFeed)
            joined.append(contentsOf: bytes[value])
        }
        lineCount &+= 1
    }

    /// The bytes of the event; empties the buffer.
    mutating func take(of bytes: [UInt8]) -> ArraySlice<UInt8> {
        let isSingle = lineCount == 1
        lineCount = 0
        if isSingle { return bytes[range] }
        let data = joined[...]
        joined = []
        return data
    }

    mutating func removeAll() {
        lineCount = 0
        joined = []
    }

    /// After the first `offset` bytes of the receive buffer were removed.
    mutating func moveBack(by offset: Int) {
        guard lineCount == 1, offset > 0 else { return }
        range = (range.lowerBound - offset)..<(range.upperBound - offset)
    }
}
