/// Follows a JSON text that comes in pieces, just far enough to tell whether it is complete.
///
/// It reads each byte once, where parsing what has come so far after every piece would take quadratic time.
struct JSONTextProgress: Sendable {
    /// Whether there was nothing but white space so far.
    private(set) var isEmpty = true
    /// Whether the last thing was the end of an object, an array or a string that nothing encloses.
    private(set) var isComplete = false
    private var depth = 0
    private var isInString = false
    private var isAfterBackslash = false

    /// Reads the next piece.
    mutating func add(_ piece: String) {
        for byte in piece.utf8 where isInString || !byte.isJSONWhitespace { add(byte) }
    }

    private mutating func add(_ byte: UInt8) {
        isEmpty = false
        isComplete = false
        guard !isInString else {
            if isAfterBackslash {
                isAfterBackslash = false
            } else if byte == UInt8(ascii: "\\") {
                isAfterBackslash = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
                isComplete = depth == 0
            }
            return
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            depth -= 1
            isComplete = depth <= 0
        default: break
        }
    }
}
