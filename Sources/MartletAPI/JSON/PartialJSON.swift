/// A JSON text that is still being written, read as far as it goes.
///
/// For structured output that is streamed: append each piece of the answer and look at ``value``, which grows.
///
/// ```swift
/// var partial = PartialJSON()
/// partial.append(#"{"city":"Par"#)
/// partial.value  // {"city": "Par"}
/// partial.append(#"is","days":[1,2"#)
/// partial.value  // {"city": "Paris", "days": [1]}
/// ```
///
/// Each byte is read once, so that appending costs the size of the piece, wherever the text was cut: in the middle of
/// an escape, a number, or a character.
///
/// White space before the value is passed over, and so is a Markdown fence: three or more backticks and the rest of their
/// line, up to a `{` or `[` if there is one. What comes after the value is ignored. In between it accepts what
/// ``JSONReader`` accepts, with the same meaning.
public struct PartialJSON: Sendable {
    /// How deep arrays and objects may nest unless told otherwise: 128. Half of what ``JSONReader`` allows, for a model
    /// that loops writes brackets for ever.
    public static let defaultDepthLimit = 128

    /// Why the text cannot be JSON; nil as long as it can.
    ///
    /// The codes are ``JSONError/Code/syntax``, ``JSONError/Code/tooDeep``, and after ``finish()`` also
    /// ``JSONError/Code/unexpectedEnd``. ``value`` stays what it was, and what is appended later is ignored.
    public private(set) var error: JSONError?

    /// How many bytes were read. Those after the value, and after an error, are not.
    private(set) var offset = 0
    let depthLimit: Int
    var place = Place.start
    /// The objects and arrays that are open, the innermost last.
    var frames: [PartialJSONFrame] = []
    /// The string at ``Place/string`` or ``Place/name``.
    var string = PartialJSONString()
    /// The number at ``Place/number``, as it stands in the text.
    var number: [UInt8] = []
    /// The whole value, once it is complete.
    var root: JSONValue?

    /// A text of which nothing has come.
    ///
    /// - Parameter depthLimit: How deep arrays and objects may nest. Default 128.
    public init(depthLimit: Int = defaultDepthLimit) {
        self.depthLimit = depthLimit
    }

    /// Reads the next piece of the text.
    ///
    /// What is wrong with it is in ``error``.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(bytes: $0) }
    }

    /// Reads the next piece of the text as UTF-8, which may be cut in the middle of a character.
    ///
    /// Invalid UTF-8 is repaired with U+FFFD. What else is wrong is in ``error``.
    public mutating func append(utf8 bytes: some Sequence<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ append(bytes: $0) }) == nil {
            Array(bytes).withUnsafeBufferPointer { append(bytes: $0) }
        }
    }

    /// Says that nothing will follow.
    ///
    /// A number that nothing encloses is certain only now. A text whose value is not complete has an ``error`` with
    /// ``JSONError/Code/unexpectedEnd`` from now on, and keeps its ``value``.
    public mutating func finish() {
        guard error == nil, !isComplete else { return }
        attempt { (partial) throws(JSONError) in
            if partial.place == .number, partial.frames.isEmpty { try partial.endNumber() }
            guard partial.isComplete else {
                throw JSONError(code: .unexpectedEnd, message: "the JSON text ends too early", offset: partial.offset)
            }
        }
    }

    /// Whether the whole value has come. What follows is ignored.
    public var isComplete: Bool { place == .end }

    /// What can be said now; nil before the value begins.
    ///
    /// Strings go as far as they have come, without an escape, a surrogate pair or a character that is not complete.
    /// Numbers, `true`, `false` and `null` are there once they are certain, a number when something follows it. A member
    /// is there once its value has begun. Arrays and objects that are open are closed. Later values extend earlier ones,
    /// unless a member occurs twice: the last one wins.
    ///
    /// Costs up to the number of members and elements of what is open, and the length of the string that is.
    public var value: JSONValue? {
        var value = root
        if case .string = place { value = .string(string.text) }
        for frame in frames.reversed() { value = frame.value(with: value) }
        return value
    }

    private mutating func append(bytes: UnsafeBufferPointer<UInt8>) {
        guard error == nil else { return }
        attempt { (partial) throws(JSONError) in
            var index = 0
            while index < bytes.count, !partial.isComplete {
                let count = partial.takeCharacters(bytes[index...])
                index += count
                partial.offset += count
                guard index < bytes.count else { return }
                try partial.take(bytes[index])
                index += 1
                partial.offset += 1
            }
        }
    }

    private mutating func attempt(_ body: (inout PartialJSON) throws(JSONError) -> Void) {
        do throws(JSONError) {
            try body(&self)
        } catch {
            self.error = error
        }
    }
}
