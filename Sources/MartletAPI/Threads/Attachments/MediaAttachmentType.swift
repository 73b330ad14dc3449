/// What a ``MediaAttachment`` is. Open: a type that is not known here is kept as it came.
public struct MediaAttachmentType: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An image.
    public static let image = MediaAttachmentType(rawValue: "image")
    /// A sound.
    public static let audio = MediaAttachmentType(rawValue: "audio")
}
