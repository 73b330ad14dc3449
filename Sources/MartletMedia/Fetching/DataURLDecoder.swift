import Foundation
import MartletServer
import NIOCore

/// Takes the bytes out of `data:` URLs.
///
/// RFC 2397 section 3: `dataurl := "data:" [ mediatype ] [ ";base64" ] "," data`.
struct DataURLDecoder {
    let maximumBytes: Int

    static func isDataURL(_ url: String) -> Bool { url.prefix(5).lowercased() == "data:" }

    /// - Throws: ``PlatformError`` with `unsupported_url` or `media_too_large`.
    func decode(_ url: String) throws(PlatformError) -> FetchedMedia {
        let text = url.utf8.dropFirst(5)
        guard let comma = text.firstIndex(of: UInt8(ascii: ",")) else {
            throw .unsupportedURL("The data URL has no comma; its form is data:TYPE;base64,DATA.")
        }
        let header = text[..<comma].split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self).lowercased() }
        let isBase64 = header.count > 1 && header.last == "base64"
        let data = text[text.index(after: comma)...]
        // Four characters hold three bytes, and nothing makes more bytes than it has characters. Escapes are longer.
        if !data.contains(UInt8(ascii: "%")), (isBase64 ? data.count / 4 * 3 - 2 : data.count) > maximumBytes {
            throw .mediaTooLarge("The data URL", limit: maximumBytes)
        }
        var bytes = try Self.unescaped(data)
        if isBase64 {
            // As browsers do: white space does not count, and the padding may be missing.
            bytes.removeAll { $0 == 0x20 || (0x09...0x0D).contains($0) }
            while bytes.last == UInt8(ascii: "=") { bytes.removeLast() }
            bytes += Array(repeating: UInt8(ascii: "="), count: (4 - bytes.count % 4) % 4)
            guard let decoded = Data(base64Encoded: Data(bytes)) else {
                throw .unsupportedURL("The data URL's data is not valid base64. Encode it again.")
            }
            bytes = Array(decoded)
        }
        guard bytes.count <= maximumBytes else { throw .mediaTooLarge("The data URL", limit: maximumBytes) }
        guard !bytes.isEmpty else { throw .unsupportedURL("The data URL has no data.") }
        let type = header.first.flatMap { $0.isEmpty ? nil : $0 } ?? "text/plain"
        return FetchedMedia(body: ByteBuffer(bytes: bytes), contentType: type, url: "data:")
    }

    private static func unescaped(_ data: Substring.UTF8View) throws(PlatformError) -> [UInt8] {
        guard data.contains(UInt8(ascii: "%")) else { return Array(data) }
        var result: [UInt8] = []
        result.reserveCapacity(data.count)
        var rest = data
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }),
                let low = rest.popFirst().flatMap({ Character(Unicode.Scalar($0)).hexDigitValue })
            else {
                throw .unsupportedURL("A percent sign in the data URL has no two hexadecimal digits behind it.")
            }
            result.append(UInt8(high << 4 | low))
        }
        return result
    }
}
