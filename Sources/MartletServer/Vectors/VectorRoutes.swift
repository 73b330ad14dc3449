import Hummingbird

/// GravixLayer's vector indexes and vectors: `/v1/vectors`.
///
/// "Literal segments before `{ix}`/`{vec}`": the router prefers them, and no identifier may be one of them.
struct VectorRoutes: Sendable {
    let indexes: VectorIndexService
    let vectors: VectorService
    let search: VectorSearchService

    init(
        database: any VectorDatabase, embedder: TextEmbedder, limits: PlatformLimits, clock: WallClock,
        monitor: ConnectionMonitor
    ) {
        indexes = VectorIndexService(database: database, limits: limits, clock: clock)
        vectors = VectorService(
            database: database, embedder: embedder, limits: limits, clock: clock, monitor: monitor)
        search = VectorSearchService(database: database, embedder: embedder, limits: limits, monitor: monitor)
    }

    func add(to router: Router<PlatformContext>) {
        router.post("/v1/vectors/indexes", use: indexes.create)
        router.get("/v1/vectors/indexes", use: indexes.list)
        router.get("/v1/vectors/indexes/{index}", use: indexes.retrieve)
        router.put("/v1/vectors/indexes/{index}", use: indexes.update)
        router.delete("/v1/vectors/indexes/{index}", use: indexes.delete)

        router.post("/v1/vectors/{index}/upsert", use: vectors.upsert)
        router.post("/v1/vectors/{index}/text/upsert", use: vectors.upsertTexts)
        router.post("/v1/vectors/{index}/batch", use: vectors.batch)
        router.post("/v1/vectors/{index}/text/batch", use: vectors.batchTexts)
        router.get("/v1/vectors/{index}/list", use: vectors.listIDs)
        router.get("/v1/vectors/{index}/fetch", use: vectors.fetch)
        router.post("/v1/vectors/{index}/delete", use: vectors.delete)
        router.post("/v1/vectors/{index}/search", use: search.search)
        router.post("/v1/vectors/{index}/search/text", use: search.searchText)
        router.get("/v1/vectors/{index}/{vector}", use: vectors.retrieve)
        router.put("/v1/vectors/{index}/{vector}", use: vectors.update)
    }

    /// What stands in the place of a vector's id in some route.
    static let literals: Set<String> = ["indexes", "upsert", "text", "batch", "list", "fetch", "delete", "search"]
}
