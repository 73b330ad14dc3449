import MartletAPI

/// What a user states in a conversation, in the user's own words.
///
/// A statement is a sentence with those around it that it cannot do without: one that is very short goes with its
/// neighbour, one that begins with "she" or "it" with what comes before, and a short answer with the assistant's question.
/// Questions alone, and greetings and thanks, are none.
enum UserStatements {
    /// A sentence with fewer words does not stand alone.
    private static let minimumWords = 3
    /// An answer with fewer words needs its question.
    private static let wordsOfAnAnswer = 5
    /// The most characters to which sentences are put together.
    private static let maximumLength = 500
    /// A text of scripts that do not separate words is a statement from this length on.
    private static let minimumLength = 12

    /// The statements, in order.
    static func all(in messages: [ChatMessage]) -> [String] {
        var statements: [String] = []
        /// The question that the assistant asked last.
        var question: String?
        for message in messages {
            switch message.role {
            case .user:
                statements = adding(message.text, answering: question, to: statements)
                question = nil
            case .assistant:
                question = sentences(in: message.text).last.flatMap { isQuestion($0) ? $0 : nil }
            default: continue
            }
        }
        return statements.filter(isStatement)
    }

    private static func adding(_ text: String, answering question: String?, to before: [String]) -> [String] {
        var pieces = before
        var isFirst = true
        for sentence in sentences(in: text) {
            defer { isFirst = false }
            let words = FactWords.count(in: sentence)
            if isFirst, let question, words < wordsOfAnAnswer, !isQuestion(sentence),
                !FactWords.of(sentence).subtracting(Grounding.frame).isEmpty
            {
                pieces.append(question + " " + sentence)
            } else if let last = pieces.last, last.count + sentence.count < maximumLength,
                leans(sentence) || (!isFirst && (words < minimumWords || FactWords.count(in: last) < minimumWords))
            {
                pieces[pieces.count - 1] = last + " " + sentence
            } else {
                pieces.append(sentence)
            }
        }
        return pieces
    }

    /// Whether a sentence begins with a word that means something said before.
    private static func leans(_ sentence: String) -> Bool {
        let first = sentence.prefix { $0.isLetter }.lowercased()
        return ["she", "he", "it", "they", "her", "his", "its", "their", "that", "this", "these", "those"]
            .contains(first)
    }

    private static func isQuestion(_ sentence: String) -> Bool {
        sentence.last.map { "?？؟".contains($0) } ?? false
    }

    private static func isStatement(_ piece: String) -> Bool {
        let stated = sentences(in: piece).filter { !isQuestion($0) }
        return stated.contains { !FactWords.of($0).subtracting(Grounding.frame).isEmpty }
            && (FactWords.count(in: piece) >= minimumWords || piece.count >= minimumLength)
    }

    /// The sentences of a text, each with the mark at its end.
    static func sentences(in text: String) -> [String] {
        var sentences: [String] = []
        var sentence = ""
        func end() {
            let trimmed = sentence[...].trimmingWhitespace()
            if !trimmed.isEmpty { sentences.append(String(trimmed)) }
            sentence = ""
        }
        var wasMark = false
        for character in text {
            if character.isNewline {
                end()
                wasMark = false
                continue
            }
            if wasMark, character.isWhitespace { end() }
            sentence.append(character)
            // Those of scripts without spaces end a sentence by themselves.
            if "。！？".contains(character) { end() }
            wasMark = ".!?…؟".contains(character) || (wasMark && "\"'”’)]".contains(character))
        }
        end()
        return sentences
    }
}
