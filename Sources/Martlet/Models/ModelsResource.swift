import HTTPTypes
public import MartletAPI
import NIOCore

/// The models that a platform serves: `/models`.
public struct ModelsResource: Sendable {
    let client: MartletClient

    /// The models that the key may use.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` on platforms without such a route (PixiGPT,
    ///   GravixLayer).
    public func list(options: RequestOptions? = nil) async throws -> ModelList {
        let call = Call(operation: "list_models", method: .get, endpoint: .models)
        return try await client.core.perform(call, options: client.merged(options)) { (body) throws(JSONError) in
            try ModelList(json: body.readableBytesView)
        }.value
    }

    /// One model.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such model;
    ///   ``MartletError/Code/invalidArgument`` when the id is empty.
    public func retrieve(_ id: ModelID, options: RequestOptions? = nil) async throws -> Model {
        let call = Call(
            operation: "retrieve_model", method: .get, endpoint: .model(id.rawValue), model: id.rawValue)
        return try await client.core.perform(call, options: client.merged(options)) { (body) throws(JSONError) in
            try Model(json: body.readableBytesView)
        }.value
    }
}

extension MartletClient {
    /// The models that the platform serves.
    public var models: ModelsResource { ModelsResource(client: self) }
}
