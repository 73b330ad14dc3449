import struct Foundation.Data

/// An image that a request carries itself, in a `data:` URL (RFC 2397).
struct ImageData: Hashable, Sendable {
    /// What a file of this kind ends in: the subtype of the media type, without parameters.
    var fileExtension: String
    var bytes: [UInt8]

    /// The image of a URL; nil when it is of another kind, or not in base64.
    init?(url: String) {
        guard let comma = url.firstIndex(of: ","), url.lowercased().hasPrefix("data:image/") else { return nil }
        let header = url[..<comma].dropFirst("data:image/".count).lowercased().split(separator: ";")
        guard header.last == "base64", let subtype = header.first, subtype != "base64",
            let data = Data(base64Encoded: String(url[url.index(after: comma)...])), !data.isEmpty
        else { return nil }
        // `svg+xml`; and nothing that could be part of a path.
        fileExtension = String(subtype.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) })
        bytes = Array(data)
    }
}
