/// The text of an HTML page, for a model to read: blocks on lines of their own, no scripts, styles and tags.
///
/// Not a parser of all that HTML can be: whatever it meets becomes text or nothing, and it never fails.
struct PageText: Hashable {
    /// The page's `title`, at most 300 characters of it.
    private(set) var title: String?
    /// Its text.
    private(set) var text: String

    private static let titleLength = 300
    /// Elements whose content nobody reads.
    private static let hidden: Set<String> = ["script", "style", "noscript", "template", "svg", "head"]
    /// Elements that begin a new line.
    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
        "table", "td", "th", "tr", "ul",
    ]

    init(html: String) {
        var scanner = HTMLScanner(html)
        var text = ""
        var title: String?
        var skipped: String?
        var isTitle = false
        while let token = scanner.next() {
            switch token {
            case .text(let piece):
                if isTitle { title = (title ?? "") + piece } else if skipped == nil { text += piece }
            case .open(let name):
                if name == "title" { isTitle = title == nil }
                if skipped == nil, Self.hidden.contains(name) { skipped = name }
                if name == "body" { skipped = nil }
                if skipped == nil, Self.blocks.contains(name) { text += name == "li" ? "\n- " : "\n" }
            case .close(let name):
                if name == "title" { isTitle = false }
                if skipped == name { skipped = nil }
                if skipped == nil, Self.blocks.contains(name) { text += "\n" }
            }
        }
        self.text = Self.tidied(text)
        self.title = title.map { String(Self.tidied($0).replacing("\n", with: " ").prefix(Self.titleLength)) }.flatMap {
            $0.isEmpty ? nil : $0
        }
    }

    /// One space between words, at most one empty line between lines.
    private static func tidied(_ text: String) -> String {
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if words.isEmpty || words == "-", lines.last?.isEmpty ?? true { continue }
            lines.append(words == "-" ? "" : words)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
