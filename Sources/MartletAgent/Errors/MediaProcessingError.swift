public import MartletAPI

public import protocol Foundation.LocalizedError

/// An image or a video could not be made part of a message.
public struct MediaProcessingError: ChatAPIError, LocalizedError {
    public var message: String
    public var details: [String: String]
    public var cause: (any Error)?

    /// Creates an error; empty values are left out of ``details``.
    ///
    /// - Parameters:
    ///   - filePath: `details["file_path"]`: the path as it was given; nil when it was no file.
    ///   - mediaType: `details["media_type"]`: `image` or `video`.
    ///   - size: `details["size"]`: of a medium that is too large, its bytes.
    ///   - limit: `details["limit"]`: of a medium that is too large, the bytes that are allowed.
    public init(
        _ message: String, filePath: String? = nil, mediaType: MediaKind? = nil, size: Int? = nil, limit: Int? = nil,
        cause: (any Error)? = nil
    ) {
        self.message = message
        details = .facts([
            "file_path": filePath, "media_type": mediaType?.rawValue, "size": size.map(String.init),
            "limit": limit.map(String.init),
        ])
        self.cause = cause
    }

    /// Creates the error for what reading a medium says.
    public init(_ error: MediaError) {
        self.init(
            error.message, filePath: error.path, mediaType: error.kind, size: error.size, limit: error.limit,
            cause: error)
    }

    /// The path as it was given; nil when it was no file.
    public var filePath: String? { details["file_path"] }
    /// What the medium was to be.
    public var mediaType: MediaKind? { details["media_type"].flatMap(MediaKind.init) }
}
