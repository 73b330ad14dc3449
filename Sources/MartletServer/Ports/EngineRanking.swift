public import MartletAPI

/// How well documents answer a query, as an engine says.
public struct EngineRanking: Hashable, Sendable {
    /// The model that scored them.
    public var model: ModelID
    /// One score for each document, in the order of the documents; more is better.
    public var scores: [Double]
    /// What query and documents cost, in tokens.
    public var totalTokens: Int

    /// Creates a value.
    public init(model: ModelID, scores: [Double], totalTokens: Int) {
        self.model = model
        self.scores = scores
        self.totalTokens = totalTokens
    }
}
