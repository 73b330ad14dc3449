extension MediaType {
    /// The type of files with a name's extension, by a fixed table; nil when the table does not have it.
    ///
    /// The system's own table is not asked: its answers differ between machines, and some call `.ogg` audio.
    ///
    /// - Parameters:
    ///   - fileExtension: Without the dot, in any case: `png`, `JPG`.
    ///   - kind: What the file is to be. Each kind has a table of its own.
    public init?(fileExtension: String, kind: MediaKind) {
        let table = kind == .image ? Self.images : Self.videos
        guard let type = table[fileExtension.lowercased()] else { return nil }
        self = type
    }

    /// The type of the file at a path, by its extension alone.
    ///
    /// An extension that is not in the table, or none, gives `image/jpeg` or `video/mp4`.
    public static func ofFile(at path: String, kind: MediaKind) -> MediaType {
        fileExtension(of: path).flatMap { MediaType(fileExtension: $0, kind: kind) } ?? (kind == .image ? .jpeg : .mp4)
    }

    /// What follows the last dot of a path's last component. A dot at the component's start begins no extension.
    static func fileExtension(of path: String) -> String? {
        guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: "."), dot > name.startIndex
        else {
            return nil
        }
        return String(name[name.index(after: dot)...])
    }

    private static let images: [String: MediaType] = [
        "apng": "image/apng", "avif": .avif, "bmp": .bmp, "dib": .bmp, "gif": .gif, "heic": .heic, "heif": "image/heif",
        "ico": "image/x-icon", "jfif": .jpeg, "jpe": .jpeg, "jpeg": .jpeg, "jpg": .jpeg, "jxl": "image/jxl",
        "png": .png, "svg": .svg, "tif": .tiff, "tiff": .tiff, "webp": .webp,
    ]

    private static let videos: [String: MediaType] = [
        "3gp": "video/3gpp", "avi": .avi, "flv": "video/x-flv", "m2ts": "video/mp2t", "m4v": "video/x-m4v",
        "mkv": .matroska, "mov": .quickTime, "mp4": .mp4, "mpeg": "video/mpeg", "mpg": "video/mpeg", "ogg": .ogg,
        "ogv": .ogg, "qt": .quickTime, "ts": "video/mp2t", "webm": .webm, "wmv": "video/x-ms-wmv",
    ]
}
