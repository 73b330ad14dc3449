import HTTPTypes
import MartletAPI
import NIOCore

/// Makes the vectors of texts.
struct EmbeddingService: Sendable {
    let engine: any InferenceEngine
    let limits: PlatformLimits
    let models: ModelResolver
    let admissions: Admissions

    /// - Throws: ``PlatformError``.
    func answer(_ body: ByteBuffer) async throws -> EmbeddingResponse {
        let request = try RequestBody.decode(EmbeddingRequest.self, from: body)
        let texts = try validate(request)
        let model = try await models.model(request.model, for: .embedding)
        let admission = try admissions.admit()
        defer { withExtendedLifetime(admission) {} }
        let made = try await engine.asked { engine in
            try await engine.embed(texts, model: model, dimensions: request.dimensions)
        }
        guard made.vectors.count == texts.count else {
            throw PlatformError(
                .badGateway, code: "engine_failed",
                "The engine made \(made.vectors.count) vectors of \(texts.count) texts.")
        }
        let vectors = try request.dimensions.map { try Self.shorten(made.vectors, to: $0) } ?? made.vectors
        let data = vectors.enumerated().map { index, vector in
            var embedding = Embedding(vector: vector, index: index)
            embedding.object = "embedding"
            embedding.encodingFormat = request.encodingFormat ?? .float
            return embedding
        }
        var response = EmbeddingResponse(
            data: data, model: made.model,
            usage: EmbeddingUsage(promptTokens: made.promptTokens, totalTokens: made.promptTokens))
        response.object = "list"
        return response
    }

    private func validate(_ request: EmbeddingRequest) throws(PlatformError) -> [String] {
        try RequestBody.check(
            request.additionalProperties,
            modelled: ["model", "input", "dimensions", "encoding_format", "user"], refusesOthers: true)
        guard let texts = request.input.texts else {
            throw .invalidRequest(
                "input must be a string or an array of strings; tokens are not taken.", code: "invalid_type",
                parameter: "input")
        }
        guard !texts.isEmpty else {
            throw .invalidRequest("input must have at least one text.", parameter: "input")
        }
        guard texts.count <= limits.texts else {
            throw .invalidRequest(
                "input has \(texts.count) texts; the limit is \(limits.texts).", parameter: "input")
        }
        if let index = texts.firstIndex(of: "") {
            let place = texts.count == 1 ? "input" : "input[\(index)]"
            throw .invalidRequest("\(place) is empty; there is no vector of nothing.", parameter: "input")
        }
        if let format = request.encodingFormat, ![.float, .base64].contains(format) {
            throw .invalidRequest("encoding_format must be float or base64.", parameter: "encoding_format")
        }
        if let dimensions = request.dimensions, dimensions < 1 {
            throw .invalidRequest("dimensions must be at least 1.", parameter: "dimensions")
        }
        return texts
    }

    /// The first dimensions of the vectors, stretched to their old length of 1.
    ///
    /// Models that were trained for it (Matryoshka) lose little; others lose more the shorter the vectors get.
    private static func shorten(_ vectors: [[Float]], to dimensions: Int) throws(PlatformError) -> [[Float]] {
        var result: [[Float]] = []
        for vector in vectors {
            guard dimensions <= vector.count else {
                throw .invalidRequest(
                    "The model's vectors have \(vector.count) dimensions; dimensions must not be more.",
                    parameter: "dimensions")
            }
            guard dimensions < vector.count else {
                result.append(vector)
                continue
            }
            let short = vector.prefix(dimensions)
            let length = short.reduce(0) { $0 + $1 * $1 }.squareRoot()
            result.append(length > 0 ? short.map { $0 / length } : Array(short))
        }
        return result
    }
}
