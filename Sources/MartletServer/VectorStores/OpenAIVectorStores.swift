import HTTPTypes
import Hummingbird
import MartletAPI

/// OpenAI's vector stores: `/v1/vector_stores`.
struct OpenAIVectorStores: Sendable {
    let service: VectorStoreService
    let limits: PlatformLimits

    @concurrent @Sendable func list(_ request: Request, context: PlatformContext) async throws -> Response {
        let page = try await service.stores.catalog.vectorStores(of: context.account, .openAI(request))
        return try .json(ListPage.openAI(try await service.shapes(page.items), \.id.rawValue, hasMore: page.hasMore))
    }

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let body = try await request.collectBody(limits: limits)
        // Every member is optional, and so is the body.
        let asked = body.readableBytes == 0 ? VectorStoreRequest() : try RequestBody.decode(from: body)
        return try .json(try await service.shape(try await service.create(asked, of: context.account)))
    }

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        try .json(try await service.shape(try await service.store(context.id("store"), of: context.account)))
    }

    /// What is absent stays, `null` clears.
    @concurrent @Sendable func update(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: VectorStoreID = context.id("store")
        let asked: VectorStoreUpdate = try RequestBody.decode(from: try await request.collectBody(limits: limits))
        try VectorStoreRules.check(
            asked.additionalProperties, modelled: ["name", "expires_after", "metadata"])
        try VectorStoreRules.check("name", asked.name.value, maximum: VectorStoreRules.nameLength)
        try VectorStoreRules.check(asked.expiresAfter.value)
        let metadata = try Metadata.checked(asked.metadata.value.map { .object($0) })
        let now = service.clock.now()
        let updated = try await service.stores.catalog.updateVectorStore(id, of: context.account) { store in
            if asked.expiresAfter != .unset {
                guard !store.isExpired(at: now) else { throw PlatformError.expiredVectorStore(id) }
                store.expiresAfterDays = asked.expiresAfter.value?.days
                store.lastActiveAt = max(now, store.lastActiveAt)
            }
            store.name = asked.name.applied(to: store.name) ?? ""
            if asked.metadata != .unset { store.metadata = metadata }
        }
        guard let updated else { throw PlatformError.unknownVectorStore(id) }
        return try .json(try await service.shape(updated))
    }

    @concurrent @Sendable func delete(_: Request, context: PlatformContext) async throws -> Response {
        let id: VectorStoreID = context.id("store")
        try await service.delete(id, of: context.account)
        return try .json(DeletionStatus(id: id.rawValue, object: "vector_store.deleted"))
    }

    @concurrent @Sendable func search(_ request: Request, context: PlatformContext) async throws -> Response {
        let asked: VectorStoreSearchRequest = try RequestBody.decode(
            from: try await request.collectBody(limits: limits))
        let query = try Self.query(asked)
        let store = try await service.storeInUse(context.id("store"), of: context.account)
        let passages = try await service.search.passages(query, in: [store])
        return try .json(
            VectorStoreSearchPage(searchQuery: .texts(query.texts), data: passages.map(VectorStoreShapes.result)))
    }

    /// OpenAI: `max_num_results` "should be between 1 and 50 inclusive".
    private static func query(
        _ asked: VectorStoreSearchRequest
    ) throws(PlatformError) -> VectorStoreSearch.Query {
        try VectorStoreRules.check(
            asked.additionalProperties,
            modelled: ["query", "filters", "max_num_results", "ranking_options", "rewrite_query"])
        guard let texts = asked.query.texts, !texts.isEmpty else {
            throw .invalidRequest(
                "query must be a string or an array of strings that is not empty.", code: "invalid_type",
                parameter: "query")
        }
        guard texts.count <= maximumQueries else {
            throw .invalidRequest("query has \(texts.count) texts; the limit is \(maximumQueries).", parameter: "query")
        }
        guard !texts.contains(where: { $0.allSatisfy(\.isWhitespace) }) else {
            throw .invalidRequest("query is empty; there is nothing to look for.", parameter: "query")
        }
        try RequestBody.check("max_num_results", asked.maxNumResults, in: 1...50)
        var query = VectorStoreSearch.Query(texts: texts, limit: asked.maxNumResults ?? 10)
        query.threshold = try FileSearchOptions.threshold(asked.rankingOptions, at: "ranking_options.")
        do throws(VectorFilterError) {
            query.filter = try asked.filters?.vectorFilter()
        } catch {
            throw .invalidRequest("filters: \(error.message)", parameter: "filters")
        }
        return query
    }

    /// How many texts a search may have.
    private static let maximumQueries = 32
}

extension ListPage {
    /// A page as OpenAI's lists are: with where it begins and ends.
    static func openAI(_ data: [Element], _ id: (Element) -> String, hasMore: Bool) -> ListPage {
        ListPage(data, firstID: data.first.map(id), lastID: data.last.map(id), hasMore: hasMore)
    }
}
