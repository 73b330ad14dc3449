import Martlet
import MartletAPI

extension CodexCore {
    /// How many models one page may have.
    private static let pageSize = 100
    /// How many pages are read at most.
    private static let maximumPages = 20

    func modelList(includeHidden: Bool) async throws -> ModelList {
        if let baseURL = configuration.baseURL {
            let models = try await servedModels(baseURL)
            if !models.isEmpty { return ModelList(models) }
        }
        return ModelList(try await catalog(includeHidden: includeHidden).map(\.model))
    }

    func catalog(includeHidden: Bool) async throws -> [CodexModel] {
        guard try await route() == .appServer else {
            throw MartletError(
                .invalidConfiguration, "`codex exec` has no list of models. Use the app-server, or give a base URL.")
        }
        return try await Deadline(configuration.timeout).limit {
            let server = try await self.host.server()
            var models: [CodexModel] = []
            var cursor: String?
            for _ in 0..<Self.maximumPages {
                let page = try await server.call(
                    ModelListCall(includesHidden: includeHidden, limit: Self.pageSize, cursor: cursor))
                models += page.models
                cursor = page.nextCursor
                if cursor == nil { break }
            }
            return includeHidden ? models : models.filter { !$0.isHidden }
        }
    }

    /// The models that the service lists; none when it has no list.
    private func servedModels(_ baseURL: String) async throws -> [Model] {
        var options = RequestOptions()
        options.deadline = configuration.timeout
        do {
            return try await MartletClient.withClient(
                platform: .custom(baseURL), apiKey: configuration.apiKey, options: options
            ) { client in
                try await client.models.list().data
            }
        } catch let error as MartletError where error.code == .notFound || error.status == 405 {
            return []
        }
    }
}

extension CodexModel {
    /// The model as a platform lists it.
    fileprivate var model: Model {
        var model = Model(id: id, created: 0, ownedBy: "openai")
        model.object = "model"
        if isHidden { model.additionalProperties["hidden"] = true }
        if isDefault { model.additionalProperties["default"] = true }
        if let displayName { model.additionalProperties["display_name"] = .string(displayName) }
        return model
    }
}
