import HTTPTypes
import MartletAPI

/// The classifier that needs no model of its own: texts are told by the prototypes that they are near to, as the embedding
/// model sees them.
///
/// A long text is classified window by window, and its most severe window decides.
struct PrototypeClassifier: TextClassifier {
    let engine: any InferenceEngine
    let models: ModelResolver
    let limits: PlatformLimits
    var prototypes: [(category: ModerationCategory, texts: [String])] = ModerationPrototypes.all
    let spaces = PrototypeSpaces()

    /// How many texts go to the engine at a time.
    private static let batch = 64
    /// One window of several must be this sure of its label to outweigh the others: each more is one more chance of a false
    /// alarm. PixiGPT's table calls it strong.
    private static let windowScore = 0.7

    func verdicts(on texts: [String]) async throws -> [ModerationVerdict] {
        let windows = try windows(of: texts)
        let model = try await models.model(nil, for: .embedding)
        let space = try await spaces.space(for: model) { try await makeSpace(of: model) }
        let embedded = try await embed(windows.flatMap(\.self), model: model)
        var vectors = embedded.vectors[...]
        return try zip(texts, windows).map { text, windows in
            let parts = try vectors.prefix(windows.count).map { vector in
                guard let scores = space.scores(of: vector) else { throw Self.unusable }
                let label = PrototypeSpace.label(scores)
                let isSure = windows.count == 1 || scores[label] ?? 0 >= Self.windowScore
                // PixiGPT: `UNDERAGE_SEXUAL` "takes priority over every other label": no text around it makes it safe.
                if isSure || label == .safe || label == .underageSexual {
                    return ModerationVerdict(category: label, scores: scores, model: embedded.model)
                }
                // Called safe although something else is likelier: it is as safe as that is unlikely.
                var lowered = scores
                lowered[.safe] = 1 - (scores[label] ?? 0)
                return ModerationVerdict(category: .safe, scores: lowered, model: embedded.model)
            }
            vectors = vectors.dropFirst(windows.count)
            guard let first = parts.first else { throw Self.unusable }
            var verdict = parts.dropFirst().reduce(first) { $0.combined(with: $1) }
            // The engine counts all texts together; each has its share by length.
            let share = texts.count == 1 ? 1 : Double(text.utf8.count) / Double(texts.reduce(0) { $0 + $1.utf8.count })
            let tokens = Int((Double(embedded.promptTokens) * share).rounded())
            verdict.usage = CompletionUsage(promptTokens: tokens, totalTokens: tokens)
            return verdict
        }
    }

    /// The windows of each text. No more are made than may be.
    private func windows(of texts: [String]) throws -> [[String]] {
        let limit = max(limits.texts, texts.count)
        var count = 0
        return try texts.map { text in
            let windows = TextWindows().windows(of: text, atMost: limit - count)
            guard let windows else {
                throw PlatformError.invalidRequest(
                    """
                    The text is too long: it has more windows of about 40 words than the limit of \(limit). Send it in \
                    parts.
                    """, code: "text_too_long")
            }
            count += windows.count
            return windows
        }
    }

    private func makeSpace(of model: ModelID) async throws -> PrototypeSpace {
        let labelled = prototypes.flatMap { category, texts in texts.map { (text: $0, category: category) } }
        let embedded = try await embed(labelled.map(\.text), model: model)
        guard let space = PrototypeSpace(zip(embedded.vectors, labelled).map { ($0, $1.category) }) else {
            throw Self.unusable
        }
        return space
    }

    private func embed(_ texts: [String], model: ModelID) async throws -> EngineEmbeddings {
        var all = EngineEmbeddings(model: model, vectors: [], promptTokens: 0)
        for start in stride(from: 0, to: texts.count, by: Self.batch) {
            try Task.checkCancellation()
            let batch = Array(texts[start..<min(start + Self.batch, texts.count)])
            let made: EngineEmbeddings
            do {
                made = try await engine.asked { engine in
                    try await engine.embed(batch, model: model, dimensions: nil)
                }
            } catch let error as PlatformError where error.status == .notFound {
                // An upstream that makes no vectors says so of its own route, which is not what was asked for.
                throw Self.missing
            }
            guard made.vectors.count == batch.count else { throw Self.unusable }
            all.model = made.model
            all.vectors += made.vectors
            all.promptTokens += made.promptTokens
        }
        return all
    }

    private static var missing: PlatformError {
        PlatformError(
            .notImplemented, code: "moderation_model_not_configured",
            """
            There is no embedding model to compare texts with. Set MARTLET_EMBEDDING_MODEL to one, or \
            MARTLET_MODERATION_MODEL to a chat model that moderates.
            """)
    }

    private static var unusable: PlatformError {
        PlatformError(
            .badGateway, code: "engine_failed",
            "The embedding model made vectors that texts cannot be told by. Choose another with MARTLET_EMBEDDING_MODEL."
        )
    }
}
