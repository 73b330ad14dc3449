import MartletAPI

/// What a conversation says, for telling facts from inventions.
struct Grounding {
    /// The words of each message of the user together with those of the message before it, to which it answers.
    private let exchanges: [Set<String>]

    init(_ messages: [ChatMessage]) {
        var exchanges: [Set<String>] = []
        var previous: Set<String> = []
        for message in messages where message.role == .user || message.role == .assistant {
            let words = FactWords.of(message.text, you: message.role == .user ? .user : .assistant)
            if message.role == .user { exchanges.append(words.union(previous)) }
            previous = message.role == .assistant ? words : []
        }
        self.exchanges = exchanges
    }

    /// The share of a fact's words that occur in one exchange, in the one where it is largest; 0 for a fact without words.
    func share(of fact: String) -> Double {
        let words = FactWords.of(fact)
        // Who it is about alone says nothing.
        guard !words.subtracting(["<user>"]).isEmpty else { return 0 }
        let found = exchanges.map { words.intersection($0).count }.max() ?? 0
        return Double(found) / Double(words.count)
    }

    /// Whether facts say what a statement says: each of its words, but for one in four, is in them.
    static func covers(_ facts: [String], _ statement: String) -> Bool {
        let words = FactWords.of(statement)
        let found = words.intersection(facts.reduce(into: Set<String>()) { $0.formUnion(FactWords.of($1)) })
        return Double(found.count) >= 0.75 * Double(words.count)
    }
}
