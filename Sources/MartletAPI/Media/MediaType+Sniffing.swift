extension MediaType {
    /// The type that the first bytes of a file clearly show; nil when they show none.
    ///
    /// Known are the usual images and videos, and some types that are neither and turn up by mistake: audio, PDF,
    /// archives, programs, and text.
    ///
    /// - Parameter bytes: The file, or its beginning. No more than 512 bytes are looked at.
    public init?(sniffing bytes: some Sequence<UInt8>) {
        let head = Array(bytes.prefix(512))
        guard let type = Self.signature(head) ?? Self.container(head) ?? Self.text(head) else { return nil }
        self = type
    }

    /// The types that a few bytes at the beginning tell.
    private static func signature(_ head: [UInt8]) -> MediaType? {
        signatures.first { head.starts(with: $0.bytes) }?.type
    }

    private static let signatures: [(bytes: [UInt8], type: MediaType)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png), ([0xFF, 0xD8, 0xFF], .jpeg),
        (Array("GIF87a".utf8), .gif), (Array("GIF89a".utf8), .gif),
        ([0x49, 0x49, 0x2A, 0x00], .tiff), ([0x4D, 0x4D, 0x00, 0x2A], .tiff),
        ([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A], "image/jxl"), ([0xFF, 0x0A], "image/jxl"),
        ([0, 0, 1, 0], "image/x-icon"), ([0, 0, 1, 0xBA], "video/mpeg"), ([0, 0, 1, 0xB3], "video/mpeg"),
        (Array("FLV\u{1}".utf8), "video/x-flv"), ([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], "video/x-ms-asf"),
        (Array("ID3".utf8), "audio/mpeg"), (Array("fLaC".utf8), "audio/flac"), (Array("%PDF-".utf8), "application/pdf"),
        ([0x50, 0x4B, 3, 4], "application/zip"), ([0x1F, 0x8B, 8], "application/gzip"),
        ([0x7F, 0x45, 0x4C, 0x46], "application/x-executable"),
    ]

    /// The types of files that are made of boxes or chunks and name their type further on.
    private static func container(_ head: [UInt8]) -> MediaType? {
        func word(at offset: Int) -> String { String(decoding: head.dropFirst(offset).prefix(4), as: UTF8.self) }
        // The reserved bytes of the header tell a bitmap from a text that begins with BM.
        if head.count >= 14, head.starts(with: Array("BM".utf8)), head[6..<10].allSatisfy({ $0 == 0 }) { return .bmp }
        if word(at: 0) == "RIFF" {
            return ["WEBP": .webp, "AVI ": .avi, "WAVE": "audio/wav"][word(at: 8)]
        }
        if word(at: 4) == "ftyp" {
            return switch word(at: 8) {
            case "avif", "avis": .avif
            case "heic", "heix", "heim", "heis", "hevc", "hevx": .heic
            case "mif1", "msf1": "image/heif"
            case "qt  ": .quickTime
            case "M4A ", "M4B ": "audio/mp4"
            case "M4V ", "M4VH", "M4VP": "video/x-m4v"
            default: .mp4
            }
        }
        if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            return String(decoding: head.prefix(64), as: UTF8.self).contains("webm") ? .webm : .matroska
        }
        if word(at: 0) == "OggS" {
            // The first packet, behind a page header of 28 bytes, names the codec.
            let codecs = ["\u{1}vor", "Opus", "\u{7F}FLA", "Spee"]
            return codecs.contains(word(at: 28)) ? "audio/ogg" : .ogg
        }
        if head.count > 376, [0, 188, 376].allSatisfy({ head[$0] == 0x47 }) { return "video/mp2t" }
        return nil
    }

    /// Text, if there are no other bytes than text has; of that, SVG.
    private static func text(_ head: [UInt8]) -> MediaType? {
        guard !head.isEmpty, head.allSatisfy({ $0 >= 0x20 || (0x09...0x0D).contains($0) }) else { return nil }
        // The last character may be cut.
        let isUTF8 = (0..<min(4, head.count)).contains { String(validating: head.dropLast($0), as: UTF8.self) != nil }
        guard isUTF8 else { return nil }
        let text = String(decoding: head, as: UTF8.self)
        if text.contains("<svg") { return .svg }
        // SVG may begin with longer comments.
        return text.hasPrefix("<?xml") || text.hasPrefix("<!--") ? nil : "text/plain"
    }
}
