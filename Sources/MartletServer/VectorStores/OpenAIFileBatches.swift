import HTTPTypes
import Hummingbird
import MartletAPI

/// OpenAI's batches of files: `/v1/vector_stores/{id}/file_batches`.
struct OpenAIFileBatches: Sendable {
    let service: VectorStoreService
    let limits: PlatformLimits

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: VectorStoreID = context.id("store")
        let asked: VectorStoreFileBatchRequest = try RequestBody.decode(
            from: try await request.collectBody(limits: limits))
        _ = try await service.storeInUse(id, of: context.account)
        let batch = StoredVectorStoreFileBatch(
            id: VectorStoreFileBatchID(rawValue: Identifier.make("vsfb")), storeID: id,
            createdAt: service.clock.now())
        let files = try await files(asked, of: batch, context.account)
        _ = try await service.attach(files, batch: batch, to: id, of: context.account)
        return try .json(try await shape(batch))
    }

    private func files(
        _ asked: VectorStoreFileBatchRequest, of batch: StoredVectorStoreFileBatch, _ owner: AccountID
    ) async throws -> [StoredVectorStoreFile] {
        try VectorStoreRules.check(
            asked.additionalProperties, modelled: ["file_ids", "files", "attributes", "chunking_strategy"])
        switch (asked.fileIDs, asked.files) {
        case (let ids?, nil) where !ids.isEmpty:
            let sizes = try VectorStoreRules.sizes(asked.chunkingStrategy)
            // "If `attributes` or `chunking_strategy` are provided, they will be applied to all files in the batch."
            let attributes = try VectorStoreRules.attributes(asked.attributes)
            return try await service.files(
                ids.map { VectorStoreFileRequest(fileID: $0, attributes: attributes) }, sizes: sizes, batch: batch.id,
                for: batch.storeID, of: owner)
        case (nil, let files?) where !files.isEmpty:
            // "The global `attributes` or `chunking_strategy` will be ignored": said, rather than ignored.
            guard asked.attributes == nil, asked.chunkingStrategy == nil else {
                throw PlatformError.invalidRequest(
                    "With files, attributes and chunking_strategy are those of each file.",
                    parameter: asked.attributes == nil ? "chunking_strategy" : "attributes")
            }
            for (index, file) in files.enumerated() {
                try VectorStoreRules.check(
                    file.additionalProperties, modelled: ["file_id", "attributes", "chunking_strategy"],
                    at: "files[\(index)].")
            }
            return try await service.files(
                files, sizes: nil, batch: batch.id, named: "files", for: batch.storeID, of: owner)
        default:
            throw PlatformError.invalidRequest(
                "Give either file_ids or files, and at least one.", code: "missing_required_parameter",
                parameter: "file_ids")
        }
    }

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        let batch = try await shape(try await batch(context))
        return try .json(batch).pollingSoon(while: batch.status == .inProgress)
    }

    /// OpenAI: "This attempts to cancel the processing of files in this batch as soon as possible."
    @concurrent @Sendable func cancel(_: Request, context: PlatformContext) async throws -> Response {
        let (store, id): (VectorStoreID, VectorStoreFileBatchID) = (context.id("store"), context.id("batch"))
        guard
            let batch = try await service.stores.catalog.cancelFileBatch(id, in: store, of: context.account)
        else { throw PlatformError.unknownFileBatch(id, in: store) }
        service.bell.ring()
        return try .json(try await shape(batch))
    }

    @concurrent @Sendable func listFiles(_ request: Request, context: PlatformContext) async throws -> Response {
        let batch = try await batch(context)
        return try await OpenAIVectorStoreFiles.list(request, batch: batch.id, service: service, context: context)
    }

    private func batch(_ context: PlatformContext) async throws -> StoredVectorStoreFileBatch {
        let (store, id): (VectorStoreID, VectorStoreFileBatchID) = (context.id("store"), context.id("batch"))
        guard let batch = try await service.stores.catalog.fileBatch(id, in: store, of: context.account) else {
            throw PlatformError.unknownFileBatch(id, in: store)
        }
        return batch
    }

    private func shape(_ batch: StoredVectorStoreFileBatch) async throws -> VectorStoreFileBatch {
        VectorStoreShapes.batch(batch, try await service.stores.catalog.fileCounts(of: batch.id))
    }
}
