import Martlet
public import MartletAPI
public import MartletServer

extension LlamaEngine {
    public func embed(_ texts: [String], model id: ModelID, dimensions: Int?) async throws -> EngineEmbeddings {
        let model = try await model(id, for: [.embedding])
        return try await withChild(of: model, for: "input") { _, client in
            var request = EmbeddingRequest(model: nil, input: .texts(texts))
            // Fewer bytes than the digits, and exactly the engine's numbers.
            request.encodingFormat = .base64
            let answer = try await client.embeddings.create(request)
            return EngineEmbeddings(
                model: id, vectors: answer.vectors, promptTokens: answer.usage?.promptTokens ?? 0)
        }
    }

    public func rank(_ documents: [String], query: String, model id: ModelID?) async throws -> EngineRanking? {
        let first = try await models().first { $0.kind == .rerank }
        guard let id = id ?? first?.id else { return nil }
        let model = try await model(id, for: [.rerank])
        return try await withChild(of: model, for: "documents") { _, client in
            let answer = try await client.rerank.create(
                RerankRequest(query: query, documents: documents.map { RerankDocument($0) }))
            var scores = [Double](repeating: 0, count: documents.count)
            for result in answer.results where scores.indices.contains(result.index) {
                scores[result.index] = result.relevanceScore
            }
            return EngineRanking(model: id, scores: scores, totalTokens: answer.usage?.totalTokens ?? 0)
        }
    }
}
