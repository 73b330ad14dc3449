/// Cuts long texts into overlapping windows of whole sentences, because an embedding model reads only so much, and because
/// the vector of a long text says little about any one of its sentences.
struct TextWindows {
    /// The longest window, in bytes of UTF-8. A model's token is a byte at least, and so it fits into 256 tokens; the shorter
    /// it is, the less one sentence drowns among others, and the more windows there are to be wrong about.
    var size = 240

    /// The windows of a text, each of which begins at most half a window before the end of the one before it, and ends
    /// behind it.
    func windows(of text: String) -> [String] { windows(of: text, atMost: .max) ?? [] }

    /// The windows of a text; nil when there are more than `limit`, which is found out without making them all.
    func windows(of text: String, atMost limit: Int) -> [String]? {
        // No window holds more than its size, so a longer text has more of them.
        guard text.utf8.count / size <= limit else { return nil }
        let sentences = sentences(of: text)
        var windows: [String] = []
        var first = 0
        while first < sentences.count {
            var (end, length) = (first, 0)
            while end < sentences.count, end == first || length + sentences[end].utf8.count <= size {
                length += sentences[end].utf8.count
                end += 1
            }
            let window = trimmed(Substring(sentences[first..<end].joined()))
            if !window.isEmpty {
                guard windows.count < limit else { return nil }
                windows.append(window)
            }
            guard end < sentences.count else { break }
            // Back by whole sentences, up to half a window.
            var (next, overlap) = (end, 0)
            while next - 1 > first, overlap + sentences[next - 1].utf8.count <= size / 2 {
                next -= 1
                overlap += sentences[next].utf8.count
            }
            // Forward again until the sentence that did not fit does: else the window would be the end of the last one.
            while next < end, overlap + sentences[end].utf8.count > size {
                overlap -= sentences[next].utf8.count
                next += 1
            }
            first = next
        }
        return windows
    }

    /// The sentences with the white space behind them; one that is longer than a window comes in pieces.
    private func sentences(of text: String) -> [Substring] {
        var sentences: [Substring] = []
        var start = text.startIndex
        var index = start
        var length = 0
        var lastBlank: String.Index?
        var wasEnd = false
        while index < text.endIndex {
            let character = text[index]
            let next = text.index(after: index)
            // Behind the last blank, and if that is not enough, here.
            while length + character.utf8.count > size, index > start {
                let cut = lastBlank ?? index
                sentences.append(text[start..<cut])
                length = text[cut..<index].utf8.count
                start = cut
                lastBlank = nil
            }
            length += character.utf8.count
            if character.isWhitespace {
                lastBlank = next
                if wasEnd || character.isNewline {
                    sentences.append(text[start..<next])
                    start = next
                    length = 0
                    lastBlank = nil
                }
            }
            if Self.fullStops.contains(character) {
                sentences.append(text[start..<next])
                start = next
                length = 0
                lastBlank = nil
            }
            wasEnd = Self.ends.contains(character) || wasEnd && Self.closings.contains(character)
            index = next
        }
        if start < text.endIndex { sentences.append(text[start...]) }
        return sentences
    }

    private static let ends: Set<Character> = [".", "!", "?", "…", ":", ";"]
    private static let closings: Set<Character> = ["\"", "'", ")", "]", "”", "’", "»"]
    /// Behind these no blank follows.
    private static let fullStops: Set<Character> = ["。", "！", "？"]

    private func trimmed(_ text: Substring) -> String {
        let head = text.drop(while: \.isWhitespace)
        guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(head[...last])
    }
}
