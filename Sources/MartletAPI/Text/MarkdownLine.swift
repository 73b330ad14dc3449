/// A line of a Markdown text, split into its indentation and the rest.
///
/// It points into the text's bytes and must not outlive them.
struct MarkdownLine {
    /// The columns before ``content``. Section 2.2 of CommonMark: tabs "behave as if they were replaced by spaces with a
    /// tab stop of 4 characters".
    private(set) var indentation: Int
    /// What follows the indentation, without the line end.
    private(set) var content: Slice<UnsafeBufferPointer<UInt8>>
    /// The whole line, without its end.
    private let line: Slice<UnsafeBufferPointer<UInt8>>

    private init(_ line: Slice<UnsafeBufferPointer<UInt8>>) {
        self.line = line
        indentation = 0
        content = line
        skipSpaces()
    }

    /// Whether there is nothing but spaces and tabs.
    var isBlank: Bool { content.isEmpty }

    /// The lines of a text. A line end at the end of the text begins no line.
    static func all(in bytes: UnsafeBufferPointer<UInt8>) -> [MarkdownLine] {
        var lines: [MarkdownLine] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            lines.append(MarkdownLine(rest[..<end]))
            let isPair = rest[end] == 0x0D && end + 1 < rest.endIndex && rest[end + 1] == 0x0A
            rest = rest[(end + (isPair ? 2 : 1))...]
        }
        if !rest.isEmpty { lines.append(MarkdownLine(rest)) }
        return lines
    }

    /// The line's text without up to so many columns of its indentation.
    func text(removing columns: Int) -> String {
        var column = 0
        var index = line.startIndex
        while column < columns, index < content.startIndex {
            column = Self.column(after: line[index], at: column)
            index += 1
        }
        // Of a tab that was removed in part spaces remain.
        return String(repeating: " ", count: Swift.max(0, column - columns))
            + String(decoding: line[index...], as: UTF8.self)
    }

    /// The line behind its list markers, and how many there are. The markers count as indentation.
    ///
    /// Section 5.2: "A list marker is a bullet list marker or an ordered list marker", `-`, `+` or `*`, or one to nine
    /// digits and a `.` or `)`, here with spaces behind it.
    var behindListMarkers: (line: MarkdownLine, count: Int) {
        var rest = self
        var count = 0
        while let length = rest.listMarkerLength {
            rest.content = rest.content.dropFirst(length)
            rest.indentation += length
            rest.skipSpaces()
            count += 1
        }
        return (rest, count)
    }

    private var listMarkerLength: Int? {
        var marker = content.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        guard marker <= 9, let end = content.dropFirst(marker).first else { return nil }
        switch end {
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"): if marker > 0 { return nil }
        case UInt8(ascii: "."), UInt8(ascii: ")"): if marker == 0 { return nil }
        default: return nil
        }
        marker += 1
        guard content.dropFirst(marker).first?.isMarkdownSpace == true else { return nil }
        return marker
    }

    private mutating func skipSpaces() {
        while let byte = content.first, byte.isMarkdownSpace {
            indentation = Self.column(after: byte, at: indentation)
            content = content.dropFirst()
        }
    }

    private static func column(after byte: UInt8, at column: Int) -> Int {
        byte == 0x09 ? column / 4 * 4 + 4 : column + 1
    }
}

extension UInt8 {
    /// Space or horizontal tab.
    var isMarkdownSpace: Bool { self == 0x20 || self == 0x09 }

    /// Section 2.1 of CommonMark: U+0021–2F, U+003A–0040, U+005B–0060, U+007B–007E.
    var isASCIIPunctuation: Bool {
        switch self {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}
