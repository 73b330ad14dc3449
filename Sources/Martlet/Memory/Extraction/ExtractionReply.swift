import MartletAPI

/// What a model said when it was asked for facts.
struct ExtractionReply: Hashable, Sendable {
    /// The facts.
    var facts: [ExtractedFact]
    /// How many elements are none: without content, or of another kind.
    var unusable: Int
    /// Whether the text ends in the middle of the list. What was whole by then is in ``facts``.
    var isCutOff: Bool

    /// Reads a reply: an array of facts, or an object with it as `memories`; alone, in a Markdown fence, or with prose
    /// around it. Of a text that ends too early, what is whole.
    ///
    /// - Returns: Nil when there is no list of facts in the text.
    init?(_ text: String) {
        for candidate in Self.candidates(in: text) {
            guard let value = try? JSONValue(json: candidate), let elements = Self.elements(of: value) else { continue }
            self.init(elements, isCutOff: false)
            // `[1]` in the prose is no list of facts.
            if !facts.isEmpty || elements.isEmpty { return }
        }
        guard let elements = Self.wholeElements(of: text) else { return nil }
        self.init(elements, isCutOff: true)
    }

    private init(_ elements: [JSONValue], isCutOff: Bool) {
        facts = elements.compactMap { ExtractedFact($0) }
        unusable = elements.count - facts.count
        self.isCutOff = isCutOff
    }

    /// The parts of a text that may be the list.
    private static func candidates(in text: String) -> [String] {
        var candidates = [text] + CodeBlock.all(in: text).map(\.code)
        // "Parsed from first `[` to last `]`"; the other client: "parsed first `{` to last `}`".
        let spans = [("{", "}"), ("[", "]")].compactMap { open, close -> Range<String.Index>? in
            guard let start = text.firstIndex(of: Character(open)), let end = text.lastIndex(of: Character(close)),
                start < end
            else { return nil }
            return start..<text.index(after: end)
        }
        // The outer one first: an array in an object, or objects in an array.
        candidates += spans.sorted { $0.lowerBound < $1.lowerBound }.map { String(text[$0]) }
        return candidates
    }

    private static func elements(of value: JSONValue) -> [JSONValue]? {
        if let elements = value.arrayValue ?? value["memories"]?.arrayValue { return elements }
        return value["content"]?.stringValue == nil ? nil : [value]
    }

    /// How many ends of objects are tried, from the last.
    private static let attempts = 8

    /// The elements that are whole in a list that is not.
    private static func wholeElements(of text: String) -> [JSONValue]? {
        guard let start = text.firstIndex(where: { "[{".contains($0) }) else { return nil }
        var text = text[start...]
        for _ in 0..<attempts {
            guard let end = text.lastIndex(of: "}") else { break }
            for closing in ["]}", "]"] {
                if let value = try? JSONValue(json: String(text[...end]) + closing), let elements = elements(of: value),
                    !elements.isEmpty
                {
                    return elements
                }
            }
            text = text[..<end]
        }
        return nil
    }
}
