import MartletAPI

/// What a conversation says, for telling facts from inventions.
struct Grounding {
    /// A message of the user together with the message before it, to which it answers.
    private struct Exchange {
        /// The words of each sentence.
        var sentences: [Set<String>]
        /// The words of all of them.
        var words: Set<String>
    }

    private let exchanges: [Exchange]

    init(_ messages: [ChatMessage]) {
        var exchanges: [Exchange] = []
        var previous: [Set<String>] = []
        for message in messages where message.role == .user || message.role == .assistant {
            let isUser = message.role == .user
            let sentences = UserStatements.sentences(in: message.text).map {
                FactWords.of($0, you: isUser ? .user : .assistant)
            }
            if isUser {
                let all = previous + sentences
                exchanges.append(Exchange(sentences: all, words: all.reduce(into: []) { $0.formUnion($1) }))
            }
            previous = isUser ? [] : sentences
        }
        self.exchanges = exchanges
    }

    /// The share of a fact's words that occur in one exchange, in the one where it is largest.
    ///
    /// 0 for a fact without words, and where the sentence that is nearest to it says the opposite: with a negation that
    /// the fact has not, or the other way round.
    func share(of fact: String) -> Double {
        let words = FactWords.of(fact)
        // Who it is about alone says nothing.
        guard !words.subtracting(Self.frame).isEmpty else { return 0 }
        let found = exchanges.filter { Self.agrees(words, $0) }.map { words.intersection($0.words).count }.max() ?? 0
        return Double(found) / Double(words.count)
    }

    /// Whether the sentence that is nearest to a fact has a negation as the fact has.
    private static func agrees(_ words: Set<String>, _ exchange: Exchange) -> Bool {
        let said = words.subtracting([FactWords.negation])
        let near = exchange.sentences.map { (count: said.intersection($0).count, sentence: $0) }
        let most = near.map(\.count).max() ?? 0
        return near.contains {
            $0.count == most && $0.sentence.contains(FactWords.negation) == words.contains(FactWords.negation)
        }
    }

    /// What a statement says nothing without.
    static let frame: Set<String> = [FactWords.firstPerson, FactWords.negation]

    /// Whether facts say what a statement says: three in four of its words are in them, and its negation.
    static func covers(_ facts: [String], _ statement: String) -> Bool {
        let words = FactWords.of(statement)
        let said = facts.reduce(into: Set<String>()) { $0.formUnion(FactWords.of($1)) }
        if words.contains(FactWords.negation), !said.contains(FactWords.negation) { return false }
        return Double(words.intersection(said).count) >= 0.75 * Double(words.count)
    }
}
