/// Cuts HTML into tags and text.
struct HTMLScanner {
    enum Token: Hashable {
        case text(String)
        /// A tag's name, in lowercase.
        case open(String)
        case close(String)
    }

    /// Elements whose content is not markup.
    private static let raw: Set<String> = ["script", "style", "textarea", "title"]

    /// Those of them whose content is for people.
    private static let readable: Set<String> = ["textarea", "title"]

    private let bytes: [UInt8]
    private var position = 0
    private var rawElement: String?
    /// Elements that are not closed anywhere behind the position.
    private var unclosed: Set<String> = []

    init(_ html: String) { bytes = Array(html.utf8) }

    mutating func next() -> Token? {
        guard position < bytes.count else { return nil }
        if let element = rawElement {
            rawElement = nil
            let end = endOfRaw(element) ?? bytes.count
            if end > position {
                defer { position = end }
                return .text(HTMLEntities.decoded(string(position..<end)))
            }
        }
        if bytes[position] == UInt8(ascii: "<"), let token = markup() { return token }
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        return .text(HTMLEntities.decoded(string(start..<position)))
    }

    /// The tag at the position; text of no length for a comment; nil for a `<` that begins nothing.
    private mutating func markup() -> Token? {
        let after = position + 1 < bytes.count ? bytes[position + 1] : 0
        if starts("<!--") {
            position = index(of: "-->", from: position + 4).map { $0 + 3 } ?? bytes.count
            return .text("")
        }
        if after == UInt8(ascii: "!") || after == UInt8(ascii: "?") {
            position = endOfTag(from: position)
            return .text("")
        }
        let isClosing = after == UInt8(ascii: "/")
        let nameStart = position + (isClosing ? 2 : 1)
        guard nameStart < bytes.count, Self.isLetter(bytes[nameStart]) else { return nil }
        var nameEnd = nameStart
        while nameEnd < bytes.count, Self.isLetter(bytes[nameEnd]) || (0x30...0x39).contains(bytes[nameEnd]) {
            nameEnd += 1
        }
        let name = string(nameStart..<nameEnd).lowercased()
        position = endOfTag(from: nameEnd)
        if !isClosing, Self.raw.contains(name) {
            // A title that nobody closed would be the whole page. What nobody reads may be.
            if Self.readable.contains(name), !isClosed(name) { return .text("") }
            rawElement = name
        }
        return isClosing ? .close(name) : .open(name)
    }

    /// Behind the `>` of a tag; one inside quotes does not count.
    private func endOfTag(from start: Int) -> Int {
        var quote: UInt8?
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return index + 1
            }
            index += 1
        }
        return bytes.count
    }

    private mutating func isClosed(_ element: String) -> Bool {
        guard !unclosed.contains(element) else { return false }
        guard endOfRaw(element) == nil else { return true }
        unclosed.insert(element)
        return false
    }

    /// Where the closing tag of an element begins; nil when there is none.
    private func endOfRaw(_ element: String) -> Int? {
        let end = Array("</\(element)".utf8)
        var index = position
        while index + end.count <= bytes.count {
            if bytes[index] == end[0], bytes[index..<(index + end.count)].elementsEqual(end, by: Self.isSame) {
                return index
            }
            index += 1
        }
        return nil
    }

    private func starts(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    private func index(of text: String, from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        var index = start
        while index + wanted.count <= bytes.count {
            if bytes[index] == wanted[0], bytes[index...].starts(with: wanted) { return index }
            index += 1
        }
        return nil
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

    private static func isSame(_ left: UInt8, _ right: UInt8) -> Bool {
        left == right || isLetter(left) && left & 0xDF == right & 0xDF
    }
}
