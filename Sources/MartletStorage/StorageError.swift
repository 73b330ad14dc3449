/// Why a store cannot be used, in a sentence that says what to do.
public struct StorageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which error.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        /// Creates a code.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Another platform has the data directory.
        public static let inUse = Code(rawValue: "in_use")
        /// The data directory or the database cannot be opened.
        public static let cannotOpen = Code(rawValue: "cannot_open")
        /// The database was written by a newer version.
        public static let newerVersion = Code(rawValue: "newer_version")
        /// The tables are of an older version, and may not be changed now.
        public static let olderVersion = Code(rawValue: "older_version")
        /// What is stored cannot be understood.
        public static let corrupt = Code(rawValue: "corrupt")
        /// A file of the data directory cannot be read, written or deleted.
        public static let fileFailed = Code(rawValue: "file_failed")
    }

    /// Which error.
    public let code: Code
    /// The sentence.
    public let message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
