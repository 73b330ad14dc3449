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
        for (candidate, isInner) in Self.candidates(in: text) {
            guard let value = try? JSONValue(json: candidate), let elements = Self.elements(of: value),
                // A fact within a list that is cut off is not the whole of it.
                !isInner || value.arrayValue != nil || value["memories"] != nil
            else { continue }
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

    /// How many opening brackets are tried, from the first: one in the prose before the list opens nothing.
    private static let openings = 8

    /// The parts of a text that may be the list, and whether something opens before them.
    private static func candidates(in text: String) -> [(text: String, isInner: Bool)] {
        let ends: [Character: String.Index?] = ["{": text.lastIndex(of: "}"), "[": text.lastIndex(of: "]")]
        var candidates = ([text] + CodeBlock.all(in: text).map(\.code)).map { (text: $0, isInner: false) }
        // "Parsed from first `[` to last `]`"; the other client: "parsed first `{` to last `}`".
        for (position, start) in starts(in: text).enumerated() {
            guard let end = ends[text[start]] ?? nil, start < end else { continue }
            candidates.append((text: String(text[start...end]), isInner: position > 0))
        }
        return candidates
    }

    /// Where something opens.
    private static func starts(in text: String) -> [String.Index] {
        var starts: [String.Index] = []
        var index = text.startIndex
        while starts.count < openings, let next = text[index...].firstIndex(where: { "[{".contains($0) }) {
            starts.append(next)
            index = text.index(after: next)
        }
        return starts
    }

    private static func elements(of value: JSONValue) -> [JSONValue]? {
        if let elements = value.arrayValue ?? value["memories"]?.arrayValue { return elements }
        return value["content"]?.stringValue == nil ? nil : [value]
    }

    /// How many ends of objects are tried, from the last.
    private static let endings = 8

    /// The elements that are whole in a list that is not.
    private static func wholeElements(of text: String) -> [JSONValue]? {
        // Behind the first opening that is the list's; those of its elements come later.
        for start in starts(in: text) {
            var rest = text[start...]
            for _ in 0..<endings {
                guard let end = rest.lastIndex(of: "}") else { break }
                for closing in ["]}", "]"] {
                    if let value = try? JSONValue(json: String(rest[...end]) + closing),
                        let elements = elements(of: value), elements.contains(where: { ExtractedFact($0) != nil })
                    {
                        return elements
                    }
                }
                rest = rest[..<end]
            }
        }
        return nil
    }
}
