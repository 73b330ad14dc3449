public import NIOCore

/// What was fetched.
public struct FetchedMedia: Hashable, Sendable {
    /// The bytes.
    public var body: ByteBuffer
    /// The type that the server, or the data URL, names, in lowercase and without parameters; nil for none.
    public var contentType: String?
    /// Where it was in the end, after redirects. Of a data URL only `data:`.
    public var url: String

    /// Creates a value.
    public init(body: ByteBuffer, contentType: String?, url: String) {
        self.body = body
        self.contentType = contentType
        self.url = url
    }
}
