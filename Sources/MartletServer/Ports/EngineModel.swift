public import MartletAPI

/// A model that an engine serves.
public struct EngineModel: Hashable, Sendable {
    /// What a model is for.
    public enum Kind: String, Hashable, Sendable {
        case chat, embedding, rerank
    }

    /// The name to use in requests.
    public var id: ModelID
    /// What it is for.
    public var kind: Kind
    /// When it was added, in seconds since 1970.
    public var created: Int
    /// Who serves it.
    public var ownedBy: String
    /// How many tokens prompt and answer may have together; nil when the engine does not know.
    public var contextLength: Int?

    /// Describes a model.
    public init(id: ModelID, kind: Kind, created: Int, ownedBy: String, contextLength: Int? = nil) {
        self.id = id
        self.kind = kind
        self.created = created
        self.ownedBy = ownedBy
        self.contextLength = contextLength
    }
}
