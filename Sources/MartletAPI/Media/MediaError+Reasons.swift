extension MediaError {
    static func tooLarge(_ size: Int, limit: Int, kind: MediaKind, path: String? = nil) -> MediaError {
        let subject = path.map { "The \(kind) at \($0)" } ?? "The \(kind)"
        var error = MediaError(
            .tooLarge, "\(subject) has \(size) bytes; the limit is \(limit). Make it smaller or raise the limit.",
            kind: kind, path: path)
        error.size = size
        error.limit = limit
        return error
    }

    /// - Parameter type: What the medium is instead; nil when that is not known.
    static func unsupported(_ type: MediaType?, kind: MediaKind, path: String? = nil) -> MediaError {
        let subject = path.map { "The file at \($0)" } ?? "The medium"
        let found = type.map { "is \($0)" } ?? "has neither a known extension nor a known form"
        return MediaError(
            .unsupportedType, "\(subject) \(found). Give \(kind == .image ? "an image" : "a video").", kind: kind,
            path: path)
    }
    static func empty(kind: MediaKind, path: String?) -> MediaError {
        let subject = path.map { "The file at \($0)" } ?? "The medium"
        return MediaError(
            .unsupportedType, "\(subject) is empty. Give \(kind == .image ? "an image" : "a video").", kind: kind,
            path: path)
    }
}
