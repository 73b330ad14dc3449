/// A fenced code block of a Markdown text.
public struct CodeBlock: Hashable, Sendable {
    /// The first word of what stands behind the opening fence, in its own case; nil when nothing does.
    public var language: String?
    /// The lines between the fences, joined with `\n`, with no line end behind the last one.
    public var code: String

    /// Creates a block.
    public init(language: String? = nil, code: String) {
        self.language = language
        self.code = code
    }
}

extension CodeBlock {
    /// The fenced code blocks of a text, in order.
    ///
    /// The rules are those of CommonMark 0.31, section 4.5:
    /// - A fence is three or more backticks or tildes, indented by up to three spaces. It ends with a fence of the same
    ///   characters, at least as long, with nothing behind it. A block without one goes to the end of the text.
    /// - Behind an opening fence of backticks there are no more backticks.
    /// - The code's lines lose as much indentation as the opening fence has. Line ends may be `\n`, `\r\n` or `\r`.
    ///
    /// Lists are not parsed. For code in their items, two rules are wider than CommonMark's:
    /// - A closing fence may be indented by three spaces more than the opening one.
    /// - An opening fence may be indented deeper, and may stand behind a list marker, if the indentation is consistent: all
    ///   lines up to the closing fence, or the end of the text, are blank or indented at least as deep. Where one is not,
    ///   the lines up to there are no code.
    ///
    /// Not found are blocks in block quotes. In the language backslash escapes are decoded, character references (`&amp;`)
    /// are not.
    ///
    /// Takes time in proportion to the text.
    public static func all(in text: String) -> [CodeBlock] {
        var text = text
        return text.withUTF8 { bytes in
            let lines = MarkdownLine.all(in: bytes)
            var blocks: [CodeBlock] = []
            var index = 0
            while index < lines.count {
                guard let fence = CodeFence(opening: lines[index]) else {
                    index += 1
                    continue
                }
                var end = index + 1
                while end < lines.count, !fence.isClosed(by: lines[end]), !fence.isBroken(by: lines[end]) { end += 1 }
                if end < lines.count, !fence.isClosed(by: lines[end]) {
                    // The lines before this one are no code; this one may open a block itself.
                    index = end
                    continue
                }
                let code = lines[(index + 1)..<end].map { $0.text(removing: fence.indentation) }
                blocks.append(CodeBlock(language: fence.language, code: code.joined(separator: "\n")))
                index = end + 1
            }
            return blocks
        }
    }
}
