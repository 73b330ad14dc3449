import Foundation
import MartletAPI
import NIOCore

/// The text of a file, as far as there is one that the platform can read: plain text, Markdown, JSON, CSV, source code,
/// in UTF-8 or UTF-16, and pages of HTML.
enum FileText {
    /// - Parameter filename: Says in its ending what kind of text it is.
    /// - Throws: ``VectorStoreFileError``.
    static func text(of content: ByteBuffer, named filename: String, contentType: String?) throws(Unreadable) -> String
    {
        let start = content.readableBytesView.prefix(8)
        if let kind = binaryKinds.first(where: { start.starts(with: $0.signature) }) {
            throw .unsupported(
                "'\(filename.prefix(80))' is \(kind.name), from which this platform cannot take the text.")
        }
        guard let text = decoded(content) else {
            throw .unsupported("'\(filename.prefix(80))' is not a text in UTF-8 or UTF-16.")
        }
        guard !text.unicodeScalars.contains("\0") else {
            throw .unsupported("'\(filename.prefix(80))' is not a text: it has the character U+0000.")
        }
        let readable = isPage(text, filename, contentType) ? page(text) : text
        guard !readable.allSatisfy(\.isWhitespace) else {
            throw .invalid("There is no text in '\(filename.prefix(80))'.")
        }
        return readable
    }

    /// Why a file has no text.
    struct Unreadable: Error {
        var error: VectorStoreFileError

        static func unsupported(_ message: String) -> Unreadable {
            Unreadable(error: VectorStoreFileError(code: .unsupportedFile, message: message))
        }
        static func invalid(_ message: String) -> Unreadable {
            Unreadable(error: VectorStoreFileError(code: .invalidFile, message: message))
        }
    }

    /// What begins like these is no text, whatever else is in it.
    private static let binaryKinds: [(signature: [UInt8], name: String)] = [
        (Array("%PDF-".utf8), "a PDF"),
        ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or an office document"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old office document"),
        (Array("{\\rtf".utf8), "a document in RTF"),
        ([0x1F, 0x8B], "a compressed file"),
        ([0x89, 0x50, 0x4E, 0x47], "an image"), ([0xFF, 0xD8, 0xFF], "an image"), (Array("GIF8".utf8), "an image"),
    ]

    private static func decoded(_ content: ByteBuffer) -> String? {
        let bytes = content.readableBytesView
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isBigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isBigEndian: true) }
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        return content.withUnsafeReadableBytes { bytes in
            String(validating: isMarked ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        }
    }

    private static func utf16(_ bytes: ByteBufferView.SubSequence, isBigEndian: Bool) -> String? {
        guard bytes.count % 2 == 0 else { return nil }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var iterator = bytes.makeIterator()
        while let first = iterator.next(), let second = iterator.next() {
            units.append(isBigEndian ? UInt16(first) << 8 | UInt16(second) : UInt16(second) << 8 | UInt16(first))
        }
        return String(validating: units, as: UTF16.self)
    }

    private static func isPage(_ text: String, _ filename: String, _ contentType: String?) -> Bool {
        let name = filename.lowercased()
        if [".html", ".htm", ".xhtml"].contains(where: { name.hasSuffix($0) }) { return true }
        if contentType?.lowercased().contains("html") ?? false { return true }
        let start = text.prefix(200).trimmingWhitespace().lowercased()
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    }

    private static func page(_ html: String) -> String {
        let page = PageText(html: html)
        return page.title.map { "\($0)\n\n\(page.text)" } ?? page.text
    }
}
