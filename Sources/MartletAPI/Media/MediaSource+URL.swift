import struct Foundation.Data

extension MediaSource {
    /// The URL by which a message carries the medium: the source's own, or a data URL with the bytes in base64 (standard
    /// alphabet, padded, in one line).
    ///
    /// A file is read whole, into memory.
    ///
    /// - Parameters:
    ///   - kind: What the medium is to be.
    ///   - limit: How many bytes the medium may have before it is encoded. Nil, the default, is no limit. A file that is
    ///     larger is not read. Remote media are not measured.
    ///   - isStrict: Whether to look at the bytes. If so, a file or bytes that are clearly something else than an image or
    ///     video are an error, and so is a medium without bytes. So is a file whose name's extension is not known, unless
    ///     its bytes show what it is; then they decide the type. Default `false`: the extension alone decides, and an unknown one means `image/jpeg`
    ///     or `video/mp4`.
    /// - Throws: ``MediaError`` with ``MediaError/Code/notFound`` or ``MediaError/Code/unreadable`` for a file,
    ///   ``MediaError/Code/tooLarge``, ``MediaError/Code/invalidURL``, and ``MediaError/Code/unsupportedType`` when bytes or
    ///   a data URL name a type of another kind, or by the rules of `isStrict`. Bytes of one image type under the name of
    ///   another are *not* an error.
    public func url(
        for kind: MediaKind, limit: Int? = nil, isStrict: Bool = false
    ) throws(MediaError) -> String {
        switch self {
        case .remote(let url):
            guard Self.isRemoteURL(url) else {
                throw MediaError(
                    .invalidURL, "The \(kind)'s URL is not valid. Give an http:// or https:// URL without spaces.",
                    kind: kind)
            }
            return url
        case .dataURL(let url):
            let parsed = try DataURL(url, kind: kind)
            if let limit, parsed.size > limit { throw .tooLarge(parsed.size, limit: limit, kind: kind) }
            return url
        case .bytes(let bytes, let type):
            guard type.kind == kind else { throw .unsupported(type, kind: kind) }
            if let limit, bytes.count > limit { throw .tooLarge(bytes.count, limit: limit, kind: kind) }
            if isStrict { _ = try Self.sniff(bytes, kind: kind) }
            return "data:\(type);base64,\(Data(bytes).base64EncodedString())"
        case .file(let path):
            let data = try MediaFile(path: path, kind: kind).read(limit: limit)
            let type = try Self.type(of: data, path: path, kind: kind, isStrict: isStrict)
            return "data:\(type);base64,\(data.base64EncodedString())"
        }
    }

    private static func type(
        of data: Data, path: String, kind: MediaKind, isStrict: Bool
    ) throws(MediaError) -> MediaType {
        guard isStrict else { return .ofFile(at: path, kind: kind) }
        let sniffed = try sniff(data, path: path, kind: kind)
        let known = MediaType.fileExtension(of: path).flatMap { MediaType(fileExtension: $0, kind: kind) }
        guard let type = known ?? sniffed else { throw .unsupported(nil, kind: kind, path: path) }
        return type
    }

    /// The type that the bytes show, if they do.
    private static func sniff(
        _ bytes: some Collection<UInt8>, path: String? = nil, kind: MediaKind
    ) throws(MediaError) -> MediaType? {
        guard !bytes.isEmpty else { throw .empty(kind: kind, path: path) }
        guard let type = MediaType(sniffing: bytes) else { return nil }
        guard type.kind == kind else { throw .unsupported(type, kind: kind, path: path) }
        return type
    }

    /// Whether a text is `http://` or `https://` and a host, with neither spaces nor control characters.
    private static func isRemoteURL(_ url: String) -> Bool {
        guard let scheme = ["http://", "https://"].first(where: { has($0, url) }) else { return false }
        let rest = url.utf8.dropFirst(scheme.utf8.count)
        guard let first = rest.first, !"/?#:".utf8.contains(first) else { return false }
        return rest.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
}
