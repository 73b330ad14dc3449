public import MartletAPI

/// The vectors of some texts, as an engine makes them.
public struct EngineEmbeddings: Hashable, Sendable {
    /// The model that made them.
    public var model: ModelID
    /// One vector for each text, in the order of the texts; all of one length.
    public var vectors: [[Float]]
    /// What the texts cost, in tokens.
    public var promptTokens: Int

    /// Creates a value.
    public init(model: ModelID, vectors: [[Float]], promptTokens: Int) {
        self.model = model
        self.vectors = vectors
        self.promptTokens = promptTokens
    }
}
