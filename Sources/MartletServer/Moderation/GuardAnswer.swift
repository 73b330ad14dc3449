import MartletAPI

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a guard model answered.
struct GuardAnswer: Hashable, Sendable {
    /// The score of an answer without probabilities: "strong" in PixiGPT's table, as it says nothing of how sure it is.
    static let scoreWithoutProbabilities = 0.8

    var category: ModerationCategory
    /// The probability of the label's tokens, as far as the model tells it.
    var score: Double

    /// Nil when the answer is not one of the documented labels.
    init?(_ completion: ChatCompletion) {
        guard let choice = completion.choices.first,
            let answer = try? JSONValue(json: choice.message.text), answer.objectValue?.count == 1,
            let label = answer["category"]?.stringValue
        else { return nil }
        let category = ModerationCategory(rawValue: label)
        guard ModerationCategory.all.contains(category) else { return nil }
        self.category = category
        score = Self.probability(of: label, in: choice.logprobs?.content ?? []) ?? Self.scoreWithoutProbabilities
    }

    /// The product of the probabilities of the tokens that make up the label; nil when they are not told.
    private static func probability(of label: String, in tokens: [TokenLogprob]) -> Double? {
        let text = Array(tokens.map(\.token).joined().utf8)
        let wanted = Array(label.utf8)
        guard text.count >= wanted.count,
            let start = (0...(text.count - wanted.count)).last(where: { start in
                text[start..<(start + wanted.count)].elementsEqual(wanted)
            })
        else { return nil }
        var (place, sum) = (0, 0.0)
        for token in tokens {
            let end = place + token.token.utf8.count
            if end > start, place < start + wanted.count {
                guard let logprob = token.logprob else { return nil }
                sum += logprob
            }
            place = end
        }
        let probability = exp(sum)
        return probability.isFinite ? min(max(probability, 0), 1) : nil
    }
}
