/// A MIME type, such as `image/png`. Open.
public struct MediaType: StringNewtype {
    public let rawValue: String
    /// Creates the type from its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The type `image/jpeg`.
    public static let jpeg = MediaType(rawValue: "image/jpeg")
    /// The type `image/png`.
    public static let png = MediaType(rawValue: "image/png")
    /// The type `image/gif`.
    public static let gif = MediaType(rawValue: "image/gif")
    /// The type `image/webp`.
    public static let webp = MediaType(rawValue: "image/webp")
    /// The type `image/bmp`.
    public static let bmp = MediaType(rawValue: "image/bmp")
    /// The type `image/tiff`.
    public static let tiff = MediaType(rawValue: "image/tiff")
    /// The type `image/heic`.
    public static let heic = MediaType(rawValue: "image/heic")
    /// The type `image/avif`.
    public static let avif = MediaType(rawValue: "image/avif")
    /// The type `image/svg+xml`.
    public static let svg = MediaType(rawValue: "image/svg+xml")
    /// The type `video/mp4`.
    public static let mp4 = MediaType(rawValue: "video/mp4")
    /// The type `video/webm`.
    public static let webm = MediaType(rawValue: "video/webm")
    /// The type `video/ogg`.
    public static let ogg = MediaType(rawValue: "video/ogg")
    /// The type `video/quicktime`.
    public static let quickTime = MediaType(rawValue: "video/quicktime")
    /// The type `video/x-msvideo`.
    public static let avi = MediaType(rawValue: "video/x-msvideo")
    /// The type `video/x-matroska`.
    public static let matroska = MediaType(rawValue: "video/x-matroska")

    /// What the type is to a model, by the word before its slash; nil when it is neither image nor video.
    public var kind: MediaKind? {
        let parts = rawValue.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        return MediaKind(rawValue: String(decoding: parts[0], as: UTF8.self).lowercased())
    }
}
