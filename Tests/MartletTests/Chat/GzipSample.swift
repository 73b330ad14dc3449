import struct Foundation.Data

/// An event stream compressed by gzip: one chunk for each character of ``text``, a finish reason, `[DONE]`.
enum GzipSample {
    static let text = "Grüße, 漢字 🦊"

    static var bytes: [UInt8] { Data(base64Encoded: base64).map(Array.init) ?? [] }

    private static let base64 =
        "H4sIAAAAAAAC/0tJLEm0UqhWykxRslJKzkgsSc4tyNE1VNIBcvIzk1OLlayigbJ5KakVSlYGOkopqTkliUpW1UrJ+XklqXklQF3u"
        + "SrU6SmmZeZnFGfFFqYnF+XlKVnmlOTm1sbVcXCmUm19EY/MP76G1BfNpbEEqjc3XobH5CjQ2/9meRTS24ena6UM8jD7MX9ZFYyuw"
        + "GK9UXJJfoIRkQbSLv59rLBcXAMMxjXqYBAAA"

    /// 8 MiB of zeros in 8 KB.
    static var zeros: [UInt8] {
        var bytes: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0xEC, 0xC1, 0x01, 0x01, 0x00, 0x00, 0x00, 0x80,
            0x90, 0xFE, 0xAF, 0xEE, 0x08, 0x0A,
        ]
        bytes += repeatElement(0, count: 4094)
        bytes += [0x80, 0xDB, 0x83, 0x03, 0x02, 0x00, 0x00, 0x00, 0x00, 0x21, 0xFF, 0x5F, 0x37, 0x24]
        bytes += repeatElement(0, count: 4033)
        bytes += [0x9C, 0x05, 0x45, 0xBC, 0xD2, 0x1A, 0x00, 0x00, 0x80, 0x00]
        return bytes
    }
}
