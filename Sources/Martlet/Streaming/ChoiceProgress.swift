import MartletAPI

/// Which choices of a stream have begun, and which have ended with a reason.
///
/// An answer with several choices is complete when each has ended: one that was cut off must not pass for whole because
/// another one is.
struct ChoiceProgress: Sendable {
    /// As many as an accumulator takes; what is beyond does not count.
    private static let limit = 128

    private var states: [(index: Int, hasEnded: Bool)] = []

    /// Whether at least one choice has begun, and all that have begun have ended.
    var isFinished: Bool { !states.isEmpty && states.allSatisfy(\.hasEnded) }

    mutating func note(_ choices: [ChatCompletionChunkChoice]) {
        for choice in choices {
            let hasEnded = choice.finishReason != nil
            if let place = states.firstIndex(where: { $0.index == choice.index }) {
                // Some servers send more of a choice after its end: that does not begin it anew.
                if hasEnded { states[place].hasEnded = true }
            } else if states.count < Self.limit {
                states.append((choice.index, hasEnded))
            }
        }
    }
}
