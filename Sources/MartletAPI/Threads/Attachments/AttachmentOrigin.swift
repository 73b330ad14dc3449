/// The tool of the platform's own that an attachment comes from. Open: one that is not known here is kept as it came.
public struct AttachmentOrigin: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A search of the web.
    public static let webSearch = AttachmentOrigin(rawValue: "WebSearch")
    /// A page that was read.
    public static let fetch = AttachmentOrigin(rawValue: "Fetch")
    /// An image that was drawn.
    public static let drawImage = AttachmentOrigin(rawValue: "DrawImage")
    /// An image that was changed.
    public static let editImage = AttachmentOrigin(rawValue: "EditImage")
    /// No tool: what the person who asks brought.
    public static let userUpload = AttachmentOrigin(rawValue: "UserUpload")
}
