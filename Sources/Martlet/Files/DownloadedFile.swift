/// A file that was downloaded.
public struct DownloadedFile: Hashable, Sendable {
    /// Where it is.
    public var path: String
    /// How many bytes it has.
    public var bytes: Int
    /// How many of them were there from an earlier download.
    public var resumedFrom: Int
    /// Its type, as the platform says.
    public var contentType: String?
    /// Its name on the platform, without any directory.
    public var filename: String?

    /// Creates a value.
    public init(
        path: String, bytes: Int, resumedFrom: Int = 0, contentType: String? = nil, filename: String? = nil
    ) {
        self.path = path
        self.bytes = bytes
        self.resumedFrom = resumedFrom
        self.contentType = contentType
        self.filename = filename
    }
}
