import MartletAPI
import Testing

@Suite struct MediaTypeTests {
    @Test(
        arguments: [
            ("a.jpg", "image/jpeg"), ("a.jpeg", "image/jpeg"), ("a.JPG", "image/jpeg"), ("a.png", "image/png"),
            ("a.gif", "image/gif"), ("a.webp", "image/webp"), ("a.bmp", "image/bmp"), ("a.tif", "image/tiff"),
            ("a.tiff", "image/tiff"), ("a.heic", "image/heic"), ("a.heif", "image/heif"), ("a.Avif", "image/avif"),
            ("a.svg", "image/svg+xml"), ("a.b.png", "image/png"), ("/x.png/a", "image/jpeg"), ("a", "image/jpeg"),
            ("a.", "image/jpeg"), ("a.txt", "image/jpeg"), ("a.mp4", "image/jpeg"), (".png", "image/jpeg"),
            ("", "image/jpeg"), ("/", "image/jpeg"), ("x/.hidden.gif", "image/gif"),
        ])
    func `an image's extension decides its type`(path: String, type: MediaType) {
        #expect(MediaType.ofFile(at: path, kind: .image) == type)
    }

    @Test(
        arguments: [
            ("a.mp4", "video/mp4"), ("a.MP4", "video/mp4"), ("a.webm", "video/webm"), ("a.ogg", "video/ogg"),
            ("a.ogv", "video/ogg"), ("a.mov", "video/quicktime"), ("a.avi", "video/x-msvideo"),
            ("a.mkv", "video/x-matroska"), ("a.m4v", "video/x-m4v"), ("a", "video/mp4"), ("a.png", "video/mp4"),
        ])
    func `a video's extension decides its type`(path: String, type: MediaType) {
        #expect(MediaType.ofFile(at: path, kind: .video) == type)
    }

    @Test func `an extension that is not in the table has no type`() {
        #expect(MediaType(fileExtension: "txt", kind: .image) == nil)
        #expect(MediaType(fileExtension: "", kind: .video) == nil)
        #expect(MediaType(fileExtension: "OGV", kind: .video) == .ogg)
        #expect(MediaType(fileExtension: "ogv", kind: .image) == nil)
    }

    @Test(
        arguments: [
            ("image/png", .image), ("IMAGE/PNG", .image), ("video/mp4;codecs=av1", .video), ("audio/ogg", nil),
            ("text/plain", nil), ("image", nil), ("image/", nil), ("", nil), ("imagex/png", nil),
        ] as [(String, MediaKind?)])
    func `a type's kind is the word before the slash`(type: String, kind: MediaKind?) {
        #expect(MediaType(rawValue: type).kind == kind)
    }

    @Test(
        arguments: [
            (Media.png, "image/png"), ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"), (Array("GIF89a..".utf8), "image/gif"),
            (Array("RIFF\0\0\0\0WEBPVP8 ".utf8), "image/webp"), (Array("RIFF\0\0\0\0AVI LIST".utf8), "video/x-msvideo"),
            (Array("RIFF\0\0\0\0WAVEfmt ".utf8), "audio/wav"), (Array("RIFF\0\0\0\0????".utf8), nil),
            ([0x49, 0x49, 0x2A, 0, 8], "image/tiff"), ([0x4D, 0x4D, 0, 0x2A, 0], "image/tiff"),
            (Array("BM\u{46}\0\0\0\0\0\0\0\u{36}\0\0\0".utf8), "image/bmp"),
            (Array("BMW is a maker of cars".utf8), "text/plain"),
            (Array("\0\0\0\u{18}ftypheic\0\0".utf8), "image/heic"), (Array("\0\0\0\u{18}ftypavif".utf8), "image/avif"),
            (Array("\0\0\0\u{18}ftypisom".utf8), "video/mp4"), (Array("\0\0\0\u{14}ftypqt  ".utf8), "video/quicktime"),
            (Array("\0\0\0\u{14}ftypM4A ".utf8), "audio/mp4"),
            ([0x1A, 0x45, 0xDF, 0xA3] + Array("\u{1}B\u{2}webm".utf8), "video/webm"),
            ([0x1A, 0x45, 0xDF, 0xA3] + Array("\u{1}B\u{2}matroska".utf8), "video/x-matroska"),
            (Array("OggS".utf8) + Array(repeating: 0, count: 24) + Array("OpusHead".utf8), "audio/ogg"),
            (Array("OggS".utf8) + Array(repeating: 0, count: 24) + [0x80] + Array("theora".utf8), "video/ogg"),
            (Array("%PDF-1.7".utf8), "application/pdf"), ([0x50, 0x4B, 3, 4], "application/zip"),
            (Array("hello".utf8), "text/plain"), (Array("aé".utf8.dropLast()), "text/plain"),
            (Array("<!-- a --><svg/>".utf8), "image/svg+xml"), (Array("<?xml version='1.0'?>".utf8), nil),
            ([], nil), ([0, 1, 2, 3], nil), ([0x89, 0x50], nil), ([0xFF, 0xFE, 0xFD], nil),
        ] as [([UInt8], MediaType?)])
    func `the first bytes tell the type, if they do`(bytes: [UInt8], type: MediaType?) {
        #expect(MediaType(sniffing: bytes) == type)
    }

    @Test func `any bytes can be looked at`() {
        var random = SplitMix64(seed: 3)
        let heads = ["RIFF", "OggS", "BM", "\0\0\0\0ftyp", "<svg", "é", ""].map { Array($0.utf8) }
        for _ in 0..<2_000 {
            let tail = (0..<random.below(40)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            _ = MediaType(sniffing: heads[random.below(heads.count)] + tail)
        }
    }
}
