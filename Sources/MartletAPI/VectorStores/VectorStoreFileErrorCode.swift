/// Why a file could not be read. Open: a code that is not known here is kept as it came.
public struct VectorStoreFileErrorCode: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The platform or its model failed.
    public static let serverError = VectorStoreFileErrorCode(rawValue: "server_error")
    /// There is no text in files of this kind that the platform can read.
    public static let unsupportedFile = VectorStoreFileErrorCode(rawValue: "unsupported_file")
    /// The file is not what it says to be, or too large.
    public static let invalidFile = VectorStoreFileErrorCode(rawValue: "invalid_file")
}
