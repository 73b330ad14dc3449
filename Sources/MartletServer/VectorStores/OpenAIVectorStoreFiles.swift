import HTTPTypes
import Hummingbird
import MartletAPI

/// OpenAI's files of vector stores: `/v1/vector_stores/{id}/files`.
struct OpenAIVectorStoreFiles: Sendable {
    let service: VectorStoreService
    let limits: PlatformLimits

    @concurrent @Sendable func list(_ request: Request, context: PlatformContext) async throws -> Response {
        try await Self.list(request, batch: nil, service: service, context: context)
    }

    /// A page of files, of one batch or of all.
    static func list(
        _ request: Request, batch: VectorStoreFileBatchID?, service: VectorStoreService, context: PlatformContext
    ) async throws -> Response {
        let id: VectorStoreID = context.id("store")
        let page = try await service.stores.catalog.vectorStoreFiles(
            in: id, of: context.account, batch: batch, state: try state(request), .openAI(request))
        guard let page else { throw PlatformError.unknownVectorStore(id) }
        return try .json(ListPage.openAI(page.items.map(VectorStoreShapes.file), \.id.rawValue, hasMore: page.hasMore))
    }

    private static func state(_ request: Request) throws(PlatformError) -> StoredVectorStoreFile.State? {
        guard let text = request.uri.queryParameters["filter"] else { return nil }
        guard let state = StoredVectorStoreFile.State(rawValue: String(text)), state != .detached else {
            throw .invalidRequest(
                "filter must be in_progress, completed, failed or cancelled, not '\(text.prefix(40))'.",
                parameter: "filter")
        }
        return state
    }

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: VectorStoreID = context.id("store")
        let asked: VectorStoreFileRequest = try RequestBody.decode(
            from: try await request.collectBody(limits: limits))
        try VectorStoreRules.check(
            asked.additionalProperties, modelled: ["file_id", "attributes", "chunking_strategy"])
        _ = try await service.storeInUse(id, of: context.account)
        let files = try await service.files([asked], sizes: nil, named: "file_id", for: id, of: context.account)
        let attached = try await service.attach(files, to: id, of: context.account)
        return try .json(VectorStoreShapes.file(attached[0]))
    }

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        let file = try await service.file(context.id("file"), in: context.id("store"), of: context.account)
        return try .json(VectorStoreShapes.file(file)).pollingSoon(while: file.state == .inProgress)
    }

    @concurrent @Sendable func update(_ request: Request, context: PlatformContext) async throws -> Response {
        let (store, id): (VectorStoreID, FileID) = (context.id("store"), context.id("file"))
        let asked: VectorStoreFileUpdate = try RequestBody.decode(from: try await request.collectBody(limits: limits))
        try VectorStoreRules.check(asked.additionalProperties, modelled: ["attributes"])
        guard asked.attributes != .unset else {
            throw PlatformError.invalidRequest(
                "'attributes' is required.", code: "missing_required_parameter", parameter: "attributes")
        }
        let attributes = try VectorStoreRules.attributes(asked.attributes.value)
        let updated = try await service.stores.catalog.updateVectorStoreFile(id, in: store, of: context.account) {
            $0.attributes = attributes
        }
        guard let updated else { throw PlatformError.unknownFile(id, in: store) }
        return try .json(VectorStoreShapes.file(updated))
    }

    @concurrent @Sendable func delete(_: Request, context: PlatformContext) async throws -> Response {
        let id: FileID = context.id("file")
        try await service.detach(id, from: context.id("store"), of: context.account)
        return try .json(DeletionStatus(id: id.rawValue, object: "vector_store.file.deleted"))
    }

    @concurrent @Sendable func content(_: Request, context: PlatformContext) async throws -> Response {
        let text = try await service.text(of: context.id("file"), in: context.id("store"), of: context.account)
        return try .json(VectorStoreContentPage(data: [VectorStoreContent(text: text)]))
    }
}

extension Response {
    /// Tells OpenAI's helpers that wait for an end when to look again: they know this header, and wait a second without.
    func pollingSoon(while isInProgress: Bool) -> Response {
        guard isInProgress else { return self }
        var response = self
        response.headers[.pollAfter] = "200"
        return response
    }
}

extension HTTPField.Name {
    fileprivate static let pollAfter = Self("openai-poll-after-ms")!
}
