/// Why a JSON text could not be read or written.
///
/// `description` names the place and the reason and never repeats the payload.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong. Open: later versions may add codes.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The text is not JSON (RFC 8259).
        public static let syntax = Code(rawValue: "syntax")
        /// The text ends in the middle of a value.
        public static let unexpectedEnd = Code(rawValue: "unexpected_end")
        /// Arrays and objects are nested deeper than the limit.
        public static let tooDeep = Code(rawValue: "too_deep")
        /// A value has another type than the field needs.
        public static let typeMismatch = Code(rawValue: "type_mismatch")
        /// A field that the message cannot do without is absent.
        public static let missingField = Code(rawValue: "missing_field")
        /// A number that JSON cannot express (NaN or an infinity) was to be written.
        public static let notANumber = Code(rawValue: "not_a_number")
    }

    /// The reason, for programs.
    public var code: Code
    /// The reason, for people.
    public var message: String
    /// The distance from the start of the text, in bytes, where reading stopped. Nil when writing.
    public var offset: Int?

    /// Creates an error.
    public init(code: Code, message: String, offset: Int? = nil) {
        self.code = code
        self.message = message
        self.offset = offset
    }

    public var description: String {
        guard let offset else { return message }
        return "\(message) (at byte \(offset))"
    }
}
