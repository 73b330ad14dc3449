/// The words of a text that say something, in a form in which they can be compared.
///
/// Upper and lower case, endings and contractions do not matter; articles, prepositions, auxiliary verbs and greetings do
/// not count; pronouns count as the person they mean, and negations as one word. The lists are English: in other languages every word counts, so that
/// fewer facts are found in a conversation, and what the user said is kept instead.
enum FactWords {
    /// The words of a text.
    ///
    /// - Parameter you: Whom "you" means: for the assistant it is the user, for the user it is not.
    static func of(_ text: String, you: Speaker = .user) -> Set<String> {
        Set(
            tokens(in: text).flatMap { token -> [String] in
                if let person = persons[token] { return [person] }
                if second.contains(token) { return you == .assistant ? [firstPerson] : [] }
                return function.contains(token) ? [] : [stem(token)]
            })
    }

    /// Who says something.
    enum Speaker {
        case user, assistant
    }

    /// How many words a text has, all of them; a contraction is two.
    static func count(in text: String) -> Int {
        text.split { !$0.isLetter && !$0.isNumber }.reduce(0) { sum, word in
            sum + max(1, word.unicodeScalars.count(where: isWord))
        }
    }

    /// What stands for a negation.
    static let negation = "<not>"

    /// Whether a scalar is a word by itself: of a script that does not separate words.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isIdeographic || (0x3040...0x30FF).contains(scalar.value)
    }

    /// The words in lower case, without what a contraction appends; "not" for `n't`.
    private static func tokens(in text: String) -> [String] {
        var tokens: [String] = []
        var token = ""
        func end() {
            defer { token = "" }
            let parts = token.split(separator: "'").map(String.init)
            guard let first = parts.first else { return }
            if token.hasSuffix("n't") {
                let verb = String(token.dropLast(3))
                tokens += (verb.isEmpty ? [] : [verb]) + ["not"]
            } else {
                // "I'm" and "Emma's" as well as "l'eau".
                tokens.append(parts.count > 1 && first.count == 1 && first != "i" ? parts[1] : first)
            }
        }
        for scalar in text.lowercased().unicodeScalars {
            if isWord(scalar) {
                end()
                tokens.append(String(scalar))
            } else if scalar == "'" || scalar == "\u{2019}" {
                token.unicodeScalars.append("'")
            } else if isLetter(scalar) {
                token.unicodeScalars.append(scalar)
            } else {
                end()
            }
        }
        end()
        return tokens
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
            true
        default: false
        }
    }

    /// A word without an ending, when enough of it remains.
    private static func stem(_ word: String) -> String {
        for ending in ["ing", "ied", "ies", "ed", "es", "s", "y", "e"]
        where word.hasSuffix(ending) && word.count >= ending.count + 3 {
            return String(word.dropLast(ending.count))
        }
        return word
    }

    static let firstPerson = "<user>"
    private static let persons: [String: String] = {
        let groups = [
            firstPerson: ["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "user", "users"],
            "<she>": ["she", "her", "hers"], "<he>": ["he", "him", "his"],
            "<they>": ["they", "them", "their", "theirs"],
            negation: ["not", "no", "never", "nobody", "nothing", "none", "neither", "nor", "without", "cannot"],
        ]
        var persons: [String: String] = [:]
        for (person, words) in groups { for word in words { persons[word] = person } }
        return persons
    }()
    private static let second: Set<String> = ["you", "your", "yours"]
    private static let function: Set<String> = [
        "a", "an", "the", "and", "or", "but", "so", "also", "too", "very", "really", "just", "that", "this", "these",
        "those", "it", "its", "there", "here", "who", "which", "what", "when", "where", "of", "in", "on", "at", "to",
        "for", "from", "with", "by", "as", "about", "into", "than", "then", "am", "is", "are", "was", "were", "be",
        "been", "being", "has", "have", "had", "do", "does", "did", "can", "could", "will", "would", "shall", "should",
        "may", "might", "must", "ca", "wo", "sha", "yes", "ok", "okay", "sure", "please", "thanks", "thank", "hi",
        "hello", "hey",
        "bye", "goodbye", "much", "well", "good", "great", "nice",
    ]
}
