/// The line that opens a fenced code block.
struct CodeFence {
    /// The column of the fence's first character.
    let indentation: Int
    /// The first word behind the fence; nil when there is none.
    let language: String?
    private let character: UInt8
    private let length: Int
    /// Whether the fence stands where CommonMark has one only inside a list item.
    private let isInItem: Bool

    /// The fence that a line opens a block with; nil when it does not.
    init?(opening line: MarkdownLine) {
        let (rest, markerCount) = line.behindListMarkers
        guard let run = Self.run(rest.content) else { return nil }
        let info = rest.content.dropFirst(run.length)
        // Section 4.5: "If the info string comes after a backtick fence, it may not contain any backtick characters."
        if run.character == UInt8(ascii: "`"), info.contains(run.character) { return nil }
        character = run.character
        length = run.length
        indentation = rest.indentation
        isInItem = markerCount > 0 || rest.indentation > 3
        language = Self.firstWord(info)
    }

    /// Whether a line is the fence that ends the block.
    func isClosed(by line: MarkdownLine) -> Bool {
        guard line.indentation <= indentation + 3, !isInItem || line.indentation >= indentation,
            let run = Self.run(line.content), run.character == character, run.length >= length
        else { return false }
        return line.content.dropFirst(run.length).allSatisfy(\.isMarkdownSpace)
    }

    /// Whether a line shows that there is no block.
    func isBroken(by line: MarkdownLine) -> Bool {
        isInItem && !line.isBlank && line.indentation < indentation
    }

    private static func run(_ content: Slice<UnsafeBufferPointer<UInt8>>) -> (character: UInt8, length: Int)? {
        guard let character = content.first, character == UInt8(ascii: "`") || character == UInt8(ascii: "~") else {
            return nil
        }
        let length = content.prefix { $0 == character }.count
        return length >= 3 ? (character, length) : nil
    }

    private static func firstWord(_ info: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
        var word = info.drop(while: \.isMarkdownSpace).prefix { !$0.isMarkdownSpace }
        var bytes: [UInt8] = []
        while let byte = word.popFirst() {
            // Section 2.4: "Any ASCII punctuation character may be backslash-escaped", also in info strings.
            if byte == UInt8(ascii: "\\"), let next = word.first, next.isASCIIPunctuation {
                bytes.append(next)
                word.removeFirst()
            } else {
                bytes.append(byte)
            }
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
