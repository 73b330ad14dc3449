import Foundation
import Hummingbird
import MartletAPI

/// `GET /v1/models` and `GET /v1/models/{id}`.
struct ModelRoutes: Sendable {
    let engine: any InferenceEngine

    func add(to router: Router<PlatformContext>) {
        router.get("/v1/models", use: list)
        // An identifier may have slashes, percent-encoded by our client and bare from others.
        router.get("/v1/models/**", use: retrieve)
    }

    @Sendable private func list(_: Request, context: PlatformContext) async throws -> Response {
        try .json(ModelList(try await engine.models().map(Self.model)))
    }

    @Sendable private func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        let path = context.parameters.getCatchAll().joined(separator: "/")
        let id = ModelID(rawValue: path.removingPercentEncoding ?? path)
        let models = try await engine.models()
        guard let found = models.first(where: { $0.id == id }) else {
            throw PlatformError.unknownModel(id, known: models.map(\.id))
        }
        return try .json(Self.model(found))
    }

    private static func model(_ model: EngineModel) -> Model {
        var result = Model(id: model.id, created: model.created, ownedBy: model.ownedBy)
        result.object = "model"
        // llama.cpp's and vLLM's name for it.
        if let length = model.contextLength { result.additionalProperties["max_model_len"] = .integer(length) }
        result.additionalProperties["kind"] = .string(model.kind.rawValue)
        return result
    }
}
