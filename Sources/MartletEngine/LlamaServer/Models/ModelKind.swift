/// What a local model is for, and so how `llama-server` has to be started for it.
package struct ModelKind: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Continues text and chats.
    package static let chat = ModelKind(rawValue: "chat")
    /// Turns texts into vectors.
    package static let embedding = ModelKind(rawValue: "embedding")
    /// Scores documents against a query.
    package static let rerank = ModelKind(rawValue: "rerank")
    /// Not a model: it turns images or sound into input for one (`mmproj*.gguf`).
    package static let projector = ModelKind(rawValue: "projector")

    package var description: String { rawValue }
}

extension ModelKind {
    /// The architectures that only encode, so that their models can't chat even when they don't name a pooling type.
    private static let encoders: Set<String> = [
        "bert", "eurobert", "gemma-embedding", "jina-bert-v2", "jina-bert-v3", "modern-bert", "neo-bert", "nomic-bert",
        "nomic-bert-moe", "t5encoder",
    ]

    /// The kind that a file's header speaks for.
    package init(_ metadata: GGUFMetadata) {
        if metadata.architecture == "clip" {
            self = .projector
        } else if metadata.poolingType == .rank {
            self = .rerank
        } else if metadata.poolingType != nil {
            self = .embedding
        } else if let architecture = metadata.architecture, Self.encoders.contains(architecture) {
            self = .embedding
        } else {
            self = .chat
        }
    }
}
