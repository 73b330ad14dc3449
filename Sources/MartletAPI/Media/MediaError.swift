public import protocol Foundation.LocalizedError

/// Why an image or a video could not be made part of a message.
///
/// `description` names the file, and never a URL or the medium's bytes.
public struct MediaError: Error, Sendable {
    /// What went wrong. Open: later versions may add codes.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        /// Creates the code from its text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is no file at the path.
        public static let notFound = Code(rawValue: "not_found")
        /// There is something at the path that cannot be read: a directory, a pipe, a file without permission.
        public static let unreadable = Code(rawValue: "unreadable")
        /// The medium has more bytes than the limit. ``MediaError/size`` and ``MediaError/limit`` say how many.
        public static let tooLarge = Code(rawValue: "too_large")
        /// It is not of the kind that it is to be.
        public static let unsupportedType = Code(rawValue: "unsupported_type")
        /// The text is neither an `http:` or `https:` nor a `data:` URL.
        public static let invalidURL = Code(rawValue: "invalid_url")
    }

    /// The reason, for programs.
    public var code: Code
    /// The reason, for people, and what to do about it.
    public var message: String
    /// What the medium was to be.
    public var kind: MediaKind
    /// The path of the file, as it was given; nil when it was no file.
    public var path: String?
    /// With ``Code/tooLarge``: the medium's size in bytes, of a data URL what its text decodes to.
    public var size: Int?
    /// With ``Code/tooLarge``: how many bytes are allowed.
    public var limit: Int?
    /// The error of the file system, when there was one.
    public var cause: (any Error)?

    /// Creates an error; what is not named here is a property to set.
    public init(
        _ code: Code, _ message: String, kind: MediaKind, path: String? = nil, cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.kind = kind
        self.path = path
        self.cause = cause
    }
}

extension MediaError: CustomStringConvertible {
    public var description: String { message }
}

extension MediaError: LocalizedError {
    // Programs that print `localizedDescription` would get "The operation could not be completed" instead.
    public var errorDescription: String? { description }
}
