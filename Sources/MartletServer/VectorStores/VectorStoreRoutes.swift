import Hummingbird

/// The routes of vector stores: `/v1/vector_stores`.
struct VectorStoreRoutes: Sendable {
    private let stores: OpenAIVectorStores
    private let files: OpenAIVectorStoreFiles
    private let batches: OpenAIFileBatches

    init(service: VectorStoreService, limits: PlatformLimits) {
        stores = OpenAIVectorStores(service: service, limits: limits)
        files = OpenAIVectorStoreFiles(service: service, limits: limits)
        batches = OpenAIFileBatches(service: service, limits: limits)
    }

    func add(to router: Router<PlatformContext>) {
        router.get("/v1/vector_stores", use: stores.list)
        router.post("/v1/vector_stores", use: stores.create)
        router.get("/v1/vector_stores/:store", use: stores.retrieve)
        router.post("/v1/vector_stores/:store", use: stores.update)
        router.delete("/v1/vector_stores/:store", use: stores.delete)
        router.post("/v1/vector_stores/:store/search", use: stores.search)

        router.get("/v1/vector_stores/:store/files", use: files.list)
        router.post("/v1/vector_stores/:store/files", use: files.create)
        router.get("/v1/vector_stores/:store/files/:file", use: files.retrieve)
        router.post("/v1/vector_stores/:store/files/:file", use: files.update)
        router.delete("/v1/vector_stores/:store/files/:file", use: files.delete)
        router.get("/v1/vector_stores/:store/files/:file/content", use: files.content)

        router.post("/v1/vector_stores/:store/file_batches", use: batches.create)
        router.get("/v1/vector_stores/:store/file_batches/:batch", use: batches.retrieve)
        router.post("/v1/vector_stores/:store/file_batches/:batch/cancel", use: batches.cancel)
        router.get("/v1/vector_stores/:store/file_batches/:batch/files", use: batches.listFiles)
    }
}
