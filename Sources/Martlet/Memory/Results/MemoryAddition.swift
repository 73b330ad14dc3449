public import MartletAPI

/// What became of something that was to be remembered.
public struct MemoryAddition: Hashable, Sendable {
    /// The memories that were stored, in order.
    public var results: [MemoryEvent]
    /// Which way was taken. Nothing is stored only with ``MemoryOutcome/nothingToRemember``.
    public var outcome: MemoryOutcome
    /// What the model said and was not stored, because the conversation does not say so or it has no words.
    public var rejected: [String]

    /// Creates a value.
    public init(results: [MemoryEvent], outcome: MemoryOutcome, rejected: [String] = []) {
        self.results = results
        self.outcome = outcome
        self.rejected = rejected
    }

    /// The addition as GravixLayer's client gives it back, with the outcome beside the results.
    public var json: JSONValue {
        var object: JSONObject = ["results": .array(results.map(\.json)), "outcome": .string(outcome.name)]
        if let reason = outcome.reason {
            object["reason"] = ["code": .string(reason.code.rawValue), "message": .string(reason.message)]
        }
        if !rejected.isEmpty { object["rejected"] = .array(rejected.map { .string($0) }) }
        return .object(object)
    }
}
