extension PartialJSON {
    /// What the next byte can be.
    enum Place: Hashable, Sendable {
        /// Nothing but white space has come.
        case start
        /// In the backticks of a fence, of which so many have come.
        case fence(Int)
        /// Behind a fence's backticks, in their line.
        case fenceLine
        /// A value must come.
        case value
        /// After `[`: a value or the end.
        case firstElement
        /// After `{`: a name or the end.
        case firstName
        /// After a comma in an object.
        case nextName
        /// In a member's name.
        case name
        /// After a member's name.
        case colon
        /// In a string that is a value.
        case string
        case number
        /// In `true`, `false` or `null`, of which so many bytes have come.
        case literal(Literal, Int)
        /// After an element or a member.
        case next
        /// The value is complete.
        case end
    }

    enum Literal: Hashable, Sendable {
        case `true`
        case `false`
        case null

        var text: StaticString {
            switch self {
            case .true: "true"
            case .false: "false"
            case .null: "null"
            }
        }

        var value: JSONValue {
            switch self {
            case .true: .bool(true)
            case .false: .bool(false)
            case .null: .null
            }
        }
    }

    /// Reads bytes that are plain characters of a string, if one is open, and says how many.
    mutating func takeCharacters(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        guard place == .string || place == .name else { return 0 }
        return string.takeCharacters(bytes)
    }

    /// Reads one byte.
    mutating func take(_ byte: UInt8) throws(JSONError) {
        switch place {
        case .name, .string: try takeInString(byte)
        case .number:
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                number.append(byte)
            default:
                try endNumber()
                if !isComplete { try take(byte) }
            }
        case .literal(let literal, let count):
            guard literal.text.utf8Start[count] == byte else { throw syntaxError("expected a JSON value") }
            place = .literal(literal, count + 1)
            if count + 1 == literal.text.utf8CodeUnitCount { complete(literal.value) }
        case .fence(let count):
            if byte == UInt8(ascii: "`") {
                place = .fence(count + 1)
            } else if count >= 3 {
                place = .fenceLine
                try take(byte)
            } else {
                throw syntaxError("expected a JSON value")
            }
        case .fenceLine:
            if byte == 0x0A { place = .value }
            // Some models write the value in the line of the fence.
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { try begin(byte) }
        default:
            if !byte.isJSONWhitespace { try takeStructure(byte) }
        }
    }

    /// Reads one byte that stands between values and is not white space.
    private mutating func takeStructure(_ byte: UInt8) throws(JSONError) {
        switch (place, byte) {
        case (.start, UInt8(ascii: "`")): place = .fence(1)
        case (.firstElement, UInt8(ascii: "]")), (.firstName, UInt8(ascii: "}")): close()
        case (.start, _), (.value, _), (.firstElement, _): try begin(byte)
        case (.firstName, UInt8(ascii: "\"")), (.nextName, UInt8(ascii: "\"")):
            string = PartialJSONString()
            place = .name
        case (.firstName, _), (.nextName, _): throw syntaxError("expected a member's name in quotes")
        case (.colon, UInt8(ascii: ":")): place = .value
        case (.colon, _): throw syntaxError("expected a colon after a member's name")
        case (_, UInt8(ascii: ",")): place = isInObject ? .nextName : .value
        case (_, UInt8(ascii: "}")) where isInObject: close()
        case (_, UInt8(ascii: "]")) where !isInObject: close()
        default:
            throw syntaxError("expected a comma or the end of the \(isInObject ? "object" : "array")")
        }
    }

    private var isInObject: Bool { frames.last?.isObject ?? false }

    /// Begins the value whose first byte this is.
    private mutating func begin(_ byte: UInt8) throws(JSONError) {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard frames.count < depthLimit else {
                throw JSONError(code: .tooDeep, message: "arrays and objects nest too deeply", offset: offset)
            }
            let isObject = byte == UInt8(ascii: "{")
            frames.append(PartialJSONFrame(isObject: isObject))
            place = isObject ? .firstName : .firstElement
        case UInt8(ascii: "\""):
            string = PartialJSONString()
            place = .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            number = [byte]
            place = .number
        case UInt8(ascii: "t"): place = .literal(.true, 1)
        case UInt8(ascii: "f"): place = .literal(.false, 1)
        case UInt8(ascii: "n"): place = .literal(.null, 1)
        default: throw syntaxError("expected a JSON value")
        }
    }

    private mutating func takeInString(_ byte: UInt8) throws(JSONError) {
        switch string.take(byte) {
        case .more: break
        case .invalid(let message): throw syntaxError(message)
        case .end:
            if place == .string {
                complete(.string(string.wholeText))
            } else {
                frames[frames.count - 1].name = string.wholeText
                place = .colon
            }
        }
    }

    /// Completes the number.
    mutating func endNumber() throws(JSONError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(json: number)
        } catch {
            let start = offset - number.count
            let message = error.code == .unexpectedEnd ? "a number needs a digit here" : error.message
            throw JSONError(code: .syntax, message: message, offset: error.offset.map { start + $0 })
        }
        complete(value)
    }

    private mutating func close() {
        if let frame = frames.popLast() { complete(frame.value(with: nil)) }
    }

    /// Puts a complete value where it belongs.
    private mutating func complete(_ value: JSONValue) {
        if frames.isEmpty {
            root = value
            place = .end
        } else {
            frames[frames.count - 1].add(value)
            place = .next
        }
    }

    private func syntaxError(_ message: String) -> JSONError {
        JSONError(code: .syntax, message: message, offset: offset)
    }
}
