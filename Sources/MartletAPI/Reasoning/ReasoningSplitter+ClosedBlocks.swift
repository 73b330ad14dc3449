extension ReasoningSplitter {
    /// Splits a whole text in which every block is closed, as PixiGPT's clients do with a thread's messages.
    ///
    /// "First block, trimmed = reasoning; remainder with **all** blocks removed, trimmed = content. Unclosed or lone
    /// `</think>`: no match, text untouched. No match: content returned untrimmed." A streamed answer follows other rules,
    /// because its blocks may not have ended yet: see ``split(_:)``.
    static func splitClosedBlocks(_ text: String) -> Output {
        let bytes = Array(text.utf8)
        var remainder: [UInt8] = []
        var reasoning: ArraySlice<UInt8>?
        var (position, copied) = (0, 0)
        while let opening = nextTag(in: bytes, from: position, ReasoningTag.opening(at:)),
            let closing = nextTag(in: bytes, from: opening.upperBound, ReasoningTag.closing(at:))
        {
            remainder += bytes[copied..<opening.lowerBound]
            reasoning = reasoning ?? bytes[opening.upperBound..<closing.lowerBound]
            position = closing.upperBound
            copied = position
        }
        guard let reasoning else { return Output(text: text) }
        remainder += bytes[copied...]
        let trimmed = trim(reasoning)
        return Output(
            text: String(decoding: trim(remainder[...]), as: UTF8.self),
            reasoning: trimmed.isEmpty ? nil : String(decoding: trimmed, as: UTF8.self))
    }

    private static func nextTag(
        in bytes: [UInt8], from position: Int, _ match: (ArraySlice<UInt8>) -> ReasoningTag.Match
    ) -> Range<Int>? {
        var position = position
        while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            if case .whole(let count) = match(bytes[start...]) { return start..<(start + count) }
            position = start + 1
        }
        return nil
    }

    private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let rest = bytes.drop(while: isSpace)
        return rest[..<(rest.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? rest.startIndex)]
    }
}
