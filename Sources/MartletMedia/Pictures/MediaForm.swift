import MartletAPI
import MartletServer
import NIOCore

/// What media are, by their first bytes, and by which name FFmpeg's reader of that form goes.
///
/// The reader is always named. Left to itself FFmpeg would also read play lists, which make it open other files and URLs,
/// and Tesseract takes a text for a list of files.
struct MediaForm: Hashable, Sendable {
    let type: MediaType
    let reader: String

    /// - Throws: ``PlatformError`` with `unsupported_media` when the bytes are not of a form that is read.
    static func image(_ bytes: ByteBuffer) throws(PlatformError) -> MediaForm {
        try form(of: bytes, in: images, kind: "an image", names: "PNG, JPEG, GIF, WebP, BMP and TIFF")
    }

    /// - Throws: ``PlatformError`` with `unsupported_media` when the bytes are not of a form that is read.
    static func video(_ bytes: ByteBuffer) throws(PlatformError) -> MediaForm {
        try form(
            of: bytes, in: videos, kind: "a video", names: "MP4, QuickTime, WebM, Matroska, AVI, MPEG, Ogg, FLV and GIF"
        )
    }

    private static func form(
        of bytes: ByteBuffer, in readers: [MediaType: String], kind: String, names: String
    ) throws(PlatformError) -> MediaForm {
        let type = MediaType(sniffing: bytes.readableBytesView)
        guard let type, let reader = readers[type] else {
            throw .unsupportedMedia(
                "The URL leads to \(type.map { "something of type \($0)" } ?? "something unknown"), not to \(kind) that "
                    + "can be read: \(names) can.")
        }
        return MediaForm(type: type, reader: reader)
    }

    private static let images: [MediaType: String] = [
        .png: "png_pipe", .jpeg: "jpeg_pipe", .gif: "gif", .webp: "webp_pipe", .bmp: "bmp_pipe", .tiff: "tiff_pipe",
    ]

    private static let videos: [MediaType: String] = [
        .mp4: "mov", .quickTime: "mov", "video/x-m4v": "mov", .webm: "matroska", .matroska: "matroska", .avi: "avi",
        "video/mpeg": "mpeg", "video/mp2t": "mpegts", .ogg: "ogg", "video/x-flv": "flv", "video/x-ms-asf": "asf",
        .gif: "gif",
    ]
}
