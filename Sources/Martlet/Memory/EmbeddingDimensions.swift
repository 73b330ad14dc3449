import MartletAPI

/// How long the vectors of known embedding models are.
///
/// GravixLayer's client has this table and takes 1024 for "anything else", with which the index of any other model is
/// useless; here an unknown model is asked for one vector instead.
enum EmbeddingDimensions {
    private static let known: [String: Int] = [
        "microsoft/multilingual-e5-large": 1_024, "multilingual-e5-large": 1_024, "baai/bge-large-en-v1.5": 1_024,
        "embed-english-v3.0": 1_024, "baai/bge-base-en-v1.5": 768, "all-mpnet-base-v2": 768,
        "sentence-transformers/all-mpnet-base-v2": 768, "nomic-embed-text-v1": 768, "nomic-embed-text-v1.5": 768,
        "nomic-ai/nomic-embed-text-v1": 768, "nomic-ai/nomic-embed-text-v1.5": 768, "nomic-embed-text:v1.5": 768,
        "baai/bge-small-en-v1.5": 384, "all-minilm-l6-v2": 384, "sentence-transformers/all-minilm-l6-v2": 384,
        "embed-english-light-v3.0": 384,
    ]

    /// The dimension of a model by its name in any case; nil when it is not known.
    static func known(_ model: ModelID) -> Int? { known[model.rawValue.lowercased()] }
}
