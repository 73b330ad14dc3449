/// Why the header of a GGUF file could not be read.
///
/// A hostile or damaged file gives this error; it never traps and never makes us allocate what it claims to hold.
package struct GGUFError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong. Open: new codes may be added.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The file could not be opened or read.
        package static let unreadable = Code(rawValue: "unreadable")
        /// The file doesn't begin with `GGUF`.
        package static let notGGUF = Code(rawValue: "not_gguf")
        /// The file is of a version (or byte order) we don't read. We read 2 and 3, little-endian.
        package static let unsupportedVersion = Code(rawValue: "unsupported_version")
        /// The file ends before its header does.
        package static let truncated = Code(rawValue: "truncated")
        /// The header says something that no writer of GGUF says.
        package static let malformed = Code(rawValue: "malformed")
        /// The header is beyond one of our ``GGUFLimits``.
        package static let tooLarge = Code(rawValue: "too_large")
    }

    /// What went wrong.
    package var code: Code
    /// One sentence about it.
    package var message: String
    /// The byte in the file at which it was noticed.
    package var offset: UInt64

    package init(code: Code, message: String, offset: UInt64 = 0) {
        self.code = code
        self.message = message
        self.offset = offset
    }

    package var description: String {
        "\(message) (\(code.rawValue), at byte \(offset))"
    }
}
