import MartletAPI

/// The passages of a text, one after the other: each as long as allowed, ending where a paragraph, a line, a sentence or a
/// word does, and beginning with the end of the one before.
///
/// Tokens are estimated: there are as many tokenizers as models. Whoever finds a passage too long goes back to where it
/// began and asks for a shorter one.
///
/// Together the passages hold all of the text but white space.
struct TextChunks: Sendable {
    /// A passage.
    struct Chunk: Hashable, Sendable {
        /// Its text, without white space around it.
        var text: String
        /// Where it stands, in bytes of UTF-8, with the white space around it.
        var range: Range<Int>
        /// How many tokens it is thought to have.
        var tokens: Int
    }

    /// How far the passages have come.
    struct Position: Hashable, Sendable {
        /// Where the last one begins.
        fileprivate var last = 0
        /// Everything in front of this is in a passage.
        fileprivate var covered = 0
    }

    /// No passage can be made shorter than this, in tokens.
    static let minimumSize = 16
    /// Passages that are shorter share nothing.
    private static let overlappingSize = 64

    /// A piece that is never cut: a word with the white space behind it, or a part of a very long one.
    private struct Atom {
        var end: UInt32
        var tokens: UInt16
        var strength: Strength
    }

    /// How good a place for a cut is behind an atom.
    private enum Strength: UInt8, Comparable {
        case none, word, sentence, paragraph

        static func < (first: Strength, second: Strength) -> Bool { first.rawValue < second.rawValue }
    }

    let text: String
    private let atoms: [Atom]
    /// Where the next passage begins; to be set to an earlier value only.
    var position = Position()

    /// - Parameter text: Shorter than 4 GiB.
    init(_ text: String) {
        self.text = text
        atoms = Self.atoms(of: text)
    }

    /// How many tokens the whole text is thought to have.
    var tokens: Int { atoms.reduce(0) { $0 + Int($1.tokens) } }

    /// The next passage; nil when everything is in one.
    ///
    /// - Parameters:
    ///   - size: How many tokens at most; less than ``minimumSize`` counts as that.
    ///   - overlap: How many of the tokens of the one before at most; more than half of `size` counts as that.
    mutating func next(size: Int, overlap: Int) -> Chunk? {
        let size = max(size, Self.minimumSize)
        let overlap = size < Self.overlappingSize ? 0 : max(0, min(overlap, size / 2))
        while position.covered < atoms.count {
            let start = position.covered == 0 ? 0 : start(overlap: overlap)
            let end = end(from: start, size: size)
            let tokens = atoms[start..<end].reduce(0) { $0 + Int($1.tokens) }
            let range = (start == 0 ? 0 : Int(atoms[start - 1].end))..<Int(atoms[end - 1].end)
            position = Position(last: start, covered: end)
            let text = slice(range).trimmingWhitespace()
            if !text.isEmpty { return Chunk(text: text, range: range, tokens: tokens) }
        }
        return nil
    }

    /// Where the next passage begins: at the beginning of a sentence or line within the overlap if there is one, else of a
    /// word.
    private func start(overlap: Int) -> Int {
        let end = position.covered
        var tokens = 0
        var first = end
        while first > position.last + 1, tokens + Int(atoms[first - 1].tokens) <= overlap {
            first -= 1
            tokens += Int(atoms[first].tokens)
        }
        for wanted in [Strength.sentence, .word] {
            if let found = (first..<end).first(where: { atoms[$0 - 1].strength >= wanted }) { return found }
        }
        return first
    }

    /// Where a passage ends: as late as it may, but rather at a better place in its second half. It goes further than the
    /// one before in any case.
    private func end(from start: Int, size: Int) -> Int {
        var tokens = 0
        var end = start
        var best: (end: Int, strength: Strength)?
        while end < atoms.count {
            let atom = atoms[end]
            if tokens + Int(atom.tokens) > size, end > max(start, position.covered) { break }
            tokens += Int(atom.tokens)
            end += 1
            if end > position.covered, tokens >= size / 2, atom.strength >= best?.strength ?? .none {
                best = (end, atom.strength)
            }
        }
        return end == atoms.count ? end : best?.end ?? end
    }

    private func slice(_ range: Range<Int>) -> String {
        let utf8 = text.utf8
        let lower = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        return String(text[lower..<utf8.index(lower, offsetBy: range.count)])
    }
}

// MARK: Atoms

extension TextChunks {
    /// The most tokens of an atom.
    private static let atomTokens = 16

    private static func atoms(of text: String) -> [Atom] {
        var atoms: [Atom] = []
        atoms.reserveCapacity(text.utf8.count / 6)
        var estimate = TokenEstimate()
        var offset = 0
        var (spaces, newlines) = (0, 0)
        var last: Unicode.Scalar = " "
        var isEmpty = true

        func close(_ strength: Strength) {
            guard !isEmpty else { return }
            atoms.append(Atom(end: UInt32(offset), tokens: UInt16(min(estimate.tokens, 0xFFFF)), strength: strength))
            estimate = TokenEstimate()
            (spaces, newlines, isEmpty) = (0, 0, true)
        }
        func strength(behind scalar: Unicode.Scalar) -> Strength {
            if newlines > 1 { return .paragraph }
            return newlines > 0 || sentenceEnds.contains(scalar) ? .sentence : .word
        }

        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                spaces += 1
                if scalar == "\n" || scalar == "\u{2029}" { newlines += 1 }
                // Tokenizers may drop white space, but nobody wants a passage that is nothing else.
                if spaces % 32 == 0 { estimate.tokens += 1 }
            } else {
                if spaces > 0 {
                    close(strength(behind: last))
                } else if wideSentenceEnds.contains(last), !wideSentenceEnds.contains(scalar) {
                    close(.sentence)
                } else if estimate.tokens >= atomTokens, !scalar.properties.isGraphemeExtend, !joins(scalar),
                    !joins(last)
                {
                    close(.none)
                }
                estimate.add(scalar)
                last = scalar
            }
            isEmpty = false
            offset += Unicode.UTF8.width(scalar)
            if spaces > 0, estimate.tokens >= atomTokens { close(strength(behind: last)) }
        }
        close(.paragraph)
        return atoms
    }

    /// Whether a character holds its neighbours together.
    private static func joins(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{200D}" || scalar.properties.isVariationSelector
    }

    private static let sentenceEnds: Set<Unicode.Scalar> = [".", "!", "?", "…", "。", "！", "？"]
    /// Those that no space follows.
    private static let wideSentenceEnds: Set<Unicode.Scalar> = ["。", "！", "？"]
}
