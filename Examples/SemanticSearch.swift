// Search by meaning: the sentences nearest to a question, by their vectors and by reranking.
//
//     swift run Examples semantic-search "Which animal barks?"

import Foundation
import Martlet
import MartletAPI

enum SemanticSearch: Example {
    static let summary = "Sentences sorted by meaning: embeddings with cosine similarity, and rerank."

    private static let sentences = [
        "Dogs guard the house and make noise at strangers.",
        "Bread is baked from flour, water and yeast.",
        "The swift spends almost all of its life in the air.",
        "A compiler translates source code to machine code.",
        "Cats sleep for most of the day.",
        "Rain is expected along the coast tonight.",
    ]

    static func run(_ client: MartletClient, _ context: ExampleContext) async throws {
        let question = context.text(or: "Which animal barks?")
        context.print("Question: \(question)")

        // One request for all texts; the vectors come in their order. A real program keeps those of its documents.
        let vectors = try await client.embeddings.create(
            EmbeddingRequest(model: context.embeddingModel, input: .texts([question] + sentences))
        ).vectors
        guard let wanted = vectors.first else { throw ExampleError("The platform made no vectors.") }
        let hits = zip(sentences, vectors.dropFirst())
            .map { sentence, vector in (sentence: sentence, score: Embedding.cosineSimilarity(wanted, vector)) }
            .sorted { $0.score > $1.score }
        context.print("Nearest of \(sentences.count) by their vectors of \(wanted.count) numbers:")
        for hit in hits.prefix(3) { context.print("  \(format(hit.score))  \(hit.sentence)") }

        // The platform does both steps. Where a model for it is installed, that reads question and document together.
        do {
            let request = RerankRequest(
                model: context.rerankModel, query: question, documents: sentences.map { RerankDocument($0) }, topK: 3)
            let reranked = try await client.rerank.create(request)
            context.print("Reranked\(reranked.method.map { " by \($0)" } ?? ""):")
            for result in reranked.results {
                let text = result.document?.text ?? "sentence \(result.index + 1)"
                context.print("  \(format(result.relevanceScore))  \(text)")
            }
        } catch let error as MartletError where error.code == .notFound {
            context.print("This platform does not rerank: \(error.message)")
        }
    }

    private static func format(_ score: Double) -> String {
        String(format: "%6.3f", score)
    }
}
