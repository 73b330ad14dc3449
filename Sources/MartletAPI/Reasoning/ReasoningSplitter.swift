/// Takes the reasoning out of a text in which a server left it, piece by piece.
///
/// A block of reasoning stands between tags (`<think>` … `</think>`), which may be cut anywhere. At the beginning of the
/// text a block is reasoning from its first byte on, also when its end never comes: an answer that is cut off while the
/// model thinks has no text. Further on a block counts when it is closed; a lone tag in a text about tags stays where it
/// is. The reasoning of several blocks is joined with a blank line, and both reasoning and text lose the white space
/// around the blocks. A text without a block comes out as it went in.
public struct ReasoningSplitter: Sendable {
    /// What a piece of the text turned out to be.
    public struct Output: Hashable, Sendable {
        /// Text for the reader.
        public var text = ""
        /// Reasoning; nil when there is none.
        public var reasoning: String?
    }

    /// How many bytes are held back for a block in the middle of the text to be closed.
    static let blockLimit = 1 << 20

    private enum Place {
        /// Nothing but white space, or blocks, has come.
        case beginning
        /// In a block at the beginning.
        case leadingBlock
        case text
        /// In the middle of the text after an opening tag.
        case block
    }

    private var place = Place.beginning
    /// Bytes whose meaning depends on what follows, from `start` on.
    private var held: [UInt8] = []
    private var start = 0
    /// Before this place there is no closing tag.
    private var searched = 0
    private var hasBlock = false
    private var hasReasoning = false
    /// White space that is dropped unless something follows it.
    private var reasoningSpace: [UInt8] = []
    private var textSpace: [UInt8] = []

    /// A splitter at the beginning of a text.
    public init() {}

    /// Whether the next piece can pass as it is if it has no `<`: nothing is held, and nothing is trimmed.
    var isTransparent: Bool { place == .text && rest.isEmpty && !hasBlock }

    /// Splits the next piece of the text.
    public mutating func add(_ piece: String) -> Output {
        if isTransparent, !piece.utf8.contains(UInt8(ascii: "<")) { return Output(text: piece) }
        held += piece.utf8
        var output = Pieces()
        while step(&output) {}
        held.removeFirst(start)
        searched -= start
        start = 0
        return output.strings
    }

    /// What is held.
    private var rest: ArraySlice<UInt8> { held[start...] }

    /// Gives out what was held back, at the end of the text.
    public mutating func finish() -> Output {
        var output = Pieces()
        if place == .leadingBlock { addReasoning(rest, to: &output) } else { addText(rest, to: &output) }
        held = []
        start = 0
        // White space after a block was trimmed; a text of white space alone is as it came.
        if !hasBlock {
            output.text += textSpace
            textSpace = []
        }
        return output.strings
    }

    /// Takes a step; false when more bytes are needed.
    private mutating func step(_ output: inout Pieces) -> Bool {
        switch place {
        case .beginning: stepBeginning(&output)
        case .leadingBlock: stepLeadingBlock(&output)
        case .text: stepText(&output)
        case .block: stepBlock(&output)
        }
    }

    private mutating func stepBeginning(_ output: inout Pieces) -> Bool {
        let end = rest.firstIndex { !Self.isSpace($0) } ?? held.count
        textSpace += held[start..<end]
        start = end
        guard !rest.isEmpty else { return false }
        switch ReasoningTag.opening(at: rest) {
        case .partial: return false
        case .whole(let count):
            start += count
            textSpace = []
            beginBlock()
            place = .leadingBlock
        case .none: place = .text
        }
        return true
    }

    private mutating func stepLeadingBlock(_ output: inout Pieces) -> Bool {
        let tag = rest.firstIndex(of: UInt8(ascii: "<")) ?? held.count
        addReasoning(held[start..<tag], to: &output)
        start = tag
        guard !rest.isEmpty else { return false }
        switch (ReasoningTag.closing(at: rest), ReasoningTag.opening(at: rest)) {
        case (.whole(let count), _):
            start += count
            place = .beginning
        // A template may have opened the block that the model opens again.
        case (_, .whole(let count)): start += count
        case (.partial, _), (_, .partial): return false
        case (.none, .none):
            addReasoning(rest.prefix(1), to: &output)
            start += 1
        }
        return true
    }

    private mutating func stepText(_ output: inout Pieces) -> Bool {
        let tag = rest.firstIndex(of: UInt8(ascii: "<")) ?? held.count
        addText(held[start..<tag], to: &output)
        start = tag
        guard !rest.isEmpty else { return false }
        switch ReasoningTag.opening(at: rest) {
        case .partial: return false
        case .whole(let count):
            place = .block
            searched = start + count
        case .none:
            addText(rest.prefix(1), to: &output)
            start += 1
        }
        return true
    }

    private mutating func stepBlock(_ output: inout Pieces) -> Bool {
        guard case .whole(let opening) = ReasoningTag.opening(at: rest) else { return false }
        while let tag = held[searched...].firstIndex(of: UInt8(ascii: "<")) {
            switch ReasoningTag.closing(at: held[tag...]) {
            case .whole(let count):
                beginBlock()
                addReasoning(held[(start + opening)..<tag], to: &output)
                start = tag + count
                place = .text
                return true
            case .partial:
                searched = tag
                return false
            case .none: searched = tag + 1
            }
        }
        searched = held.count
        guard rest.count > Self.blockLimit else { return false }
        // It is no block, or too long a one: its tag is text.
        addText(rest.prefix(opening), to: &output)
        start += opening
        place = .text
        return true
    }

    private mutating func beginBlock() {
        hasBlock = true
        reasoningSpace = hasReasoning ? Array("\n\n".utf8) : []
        isAtBlockStart = true
    }

    private var isAtBlockStart = false

    private mutating func addReasoning(_ bytes: ArraySlice<UInt8>, to output: inout Pieces) {
        var bytes = bytes
        if isAtBlockStart { bytes = bytes.drop(while: Self.isSpace) }
        guard let last = bytes.lastIndex(where: { !Self.isSpace($0) }) else {
            if !isAtBlockStart { reasoningSpace += bytes }
            return
        }
        isAtBlockStart = false
        hasReasoning = true
        output.reasoning += reasoningSpace
        output.reasoning += bytes[...last]
        reasoningSpace = Array(bytes[(last + 1)...])
    }

    private mutating func addText(_ bytes: ArraySlice<UInt8>, to output: inout Pieces) {
        guard hasBlock else {
            output.text += textSpace + bytes
            textSpace = []
            hasText = hasText || !bytes.isEmpty
            return
        }
        guard let last = bytes.lastIndex(where: { !Self.isSpace($0) }) else {
            textSpace += bytes
            return
        }
        // Between a block at the beginning and the text there is nothing.
        if hasText { output.text += textSpace }
        hasText = true
        output.text += bytes[...last]
        textSpace = Array(bytes[(last + 1)...])
    }

    private var hasText = false

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    /// What a step gives out. Cuts are at tags and white space only, so each piece is whole characters.
    private struct Pieces {
        var text: [UInt8] = []
        var reasoning: [UInt8] = []

        var strings: Output {
            Output(
                text: String(decoding: text, as: UTF8.self),
                reasoning: reasoning.isEmpty ? nil : String(decoding: reasoning, as: UTF8.self))
        }
    }
}

extension ReasoningSplitter {
    /// Splits a whole text.
    public static func split(_ text: String) -> Output {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return Output(text: text) }
        var splitter = ReasoningSplitter()
        var output = splitter.add(text)
        let rest = splitter.finish()
        output.text += rest.text
        if let reasoning = rest.reasoning { output.reasoning = (output.reasoning ?? "") + reasoning }
        return output
    }
}
