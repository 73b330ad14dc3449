/// Media for tests.
enum Media {
    /// The beginning of a PNG.
    static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0xFB]
    /// ``png`` in base64.
    static let pngBase64 = "iVBORw0KGgoA+w=="
    /// The beginning of an MP4 file.
    static let mp4 = Array("\0\0\0\u{18}ftypisom".utf8)
    /// ``mp4`` in base64.
    static let mp4Base64 = "AAAAGGZ0eXBpc29t"
}
