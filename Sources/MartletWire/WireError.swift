/// Why a codec of this module refused its input.
///
/// Neither ``message`` nor ``description`` ever holds bytes of the input, so both may be logged.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong. An open set: later versions may add codes, so keep a `default` branch.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The stable name of the code, in snake case.
        public var rawValue: String

        /// Makes a code of any name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// One line holds more bytes than the `lineBytes` limit. ``WireError/limit`` is that limit.
        public static let lineTooLong = Self(rawValue: "line_too_long")

        /// The data of one event holds more bytes than the `eventBytes` limit. ``WireError/limit`` is that limit.
        public static let eventTooLong = Self(rawValue: "event_too_long")

        /// The boundary between the parts of a form is empty, too long, or holds what no boundary may.
        public static let invalidBoundary = Self(rawValue: "invalid_boundary")

        /// The header of one part of a form holds more bytes than the `headerBytes` limit. ``WireError/limit`` is that
        /// limit.
        public static let headerTooLong = Self(rawValue: "header_too_long")

        /// A line in the header of a part of a form is no header field.
        public static let malformedHeader = Self(rawValue: "malformed_header")

        /// A form has more parts than the `parts` limit.
        public static let tooManyParts = Self(rawValue: "too_many_parts")

        /// A form ended before its last boundary: something is missing.
        public static let truncatedForm = Self(rawValue: "truncated_form")

        /// The raw value.
        public var description: String { rawValue }
    }

    /// What went wrong.
    public var code: Code

    /// One sentence that says what to do. Never holds bytes of the input.
    public var message: String

    /// The limit that was exceeded, in bytes; `nil` when the error is not about a limit.
    public var limit: Int?

    /// Makes an error. Keep payload out of `message`.
    public init(code: Code, message: String, limit: Int? = nil) {
        self.code = code
        self.message = message
        self.limit = limit
    }

    /// Code, message and limit in one line, without payload.
    public var description: String {
        guard let limit else { return "\(code): \(message)" }
        return "\(code): \(message) (limit: \(limit) bytes)"
    }
}
