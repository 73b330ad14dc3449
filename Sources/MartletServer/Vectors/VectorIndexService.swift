import HTTPTypes
import Hummingbird
import MartletAPI

/// Vector indexes: `/v1/vectors/indexes`.
struct VectorIndexService: Sendable {
    let database: any VectorDatabase
    let limits: PlatformLimits
    let clock: WallClock

    private static let listed = 20
    private static let nameLength = 255
    private static let created: Set<String> = [
        "name", "dimension", "metric", "vector_type", "cloud_provider", "region", "index_type", "metadata",
        "delete_protection",
    ]

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let members = try RequestMembers(try await request.collectBody(limits: limits), allowed: Self.created)
        let name = try members.requiredString("name")
        guard name.count <= Self.nameLength, !name.trimmingWhitespace().isEmpty, !name.utf8.contains(0) else {
            throw PlatformError.invalidRequest(
                "name must have 1 to \(Self.nameLength) characters, and not only white space.", parameter: "name")
        }
        guard let dimension = try members.integer("dimension", in: 1...limits.vectorDimensions) else {
            throw members.missing("dimension")
        }
        var index = StoredVectorIndex(
            id: VectorIndexID(rawValue: Identifier.make("idx")), owner: context.account,
            createdAt: clock.milliseconds(), name: name, dimension: dimension,
            metric: try Self.value(of: "metric", in: members, VectorMetric.named, "cosine, euclidean or dot_product")
                ?? { throw members.missing("metric") }())
        try Self.describe(&index, members)
        index.metadata = try VectorMetadata.checked(members["metadata"], limits: limits) ?? [:]
        index.deleteProtection = try members.bool("delete_protection") ?? false
        try await database.insert(index)
        return try .json(VectorShapes.index(index))
    }

    /// GravixLayer requires provider, region and type; "server: same tolerance, echo canonical values".
    private static func describe(_ index: inout StoredVectorIndex, _ members: RequestMembers) throws {
        _ = try value(of: "vector_type", in: members, { $0 == "dense" ? VectorType.dense : nil }, "dense")
        index.cloudProvider =
            try value(of: "cloud_provider", in: members, VectorCloudProvider.named, "AWS, GCP, Azure or Gravix")
            ?? index.cloudProvider
        index.region = try members.string("region", maximum: nameLength) ?? index.region
        let types: [VectorIndexType] = [.serverless, .dedicated]
        index.indexType =
            try value(
                of: "index_type", in: members, { text in types.first { $0.rawValue == text } },
                "serverless or dedicated")
            ?? index.indexType
    }

    private static func value<Value>(
        of name: String, in members: RequestMembers, _ named: (String) -> Value?, _ choices: String
    ) throws -> Value? {
        guard let text = try members.string(name) else { return nil }
        guard let value = named(text) else {
            throw PlatformError.invalidRequest(
                "\(name) must be \(choices), not '\(text.prefix(40))'.", parameter: name)
        }
        return value
    }

    /// "query `page` (1), `page_size` (20, >1000 → ValueError)".
    @concurrent @Sendable func list(_ request: Request, context: PlatformContext) async throws -> Response {
        let page = try Self.number("page", of: request, in: 1...1_000_000_000) ?? 1
        let size = try Self.number("page_size", of: request, in: 1...limits.listed) ?? Self.listed
        let found = try await database.vectorIndexes(
            of: context.account, offset: (page - 1) * size, limit: size)
        return try .json(
            VectorIndexPage(
                indexes: found.items.map(VectorShapes.index),
                pagination: VectorIndexPagination(page: page, pageSize: size, total: found.total)))
    }

    private static func number(_ name: String, of request: Request, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = request.uri.queryParameters[name[...]] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw PlatformError.invalidRequest(
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text.prefix(40))'.",
                parameter: name)
        }
        return number
    }

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        let id: VectorIndexID = context.id("index")
        guard let index = try await database.vectorIndex(id, of: context.account), index.kind == .index else {
            throw PlatformError.unknownVectorIndex(id)
        }
        return try .json(VectorShapes.index(index))
    }

    /// "PUT with `metadata?`, `delete_protection?`, at least one"; "server: return the full Index".
    @concurrent @Sendable func update(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: VectorIndexID = context.id("index")
        let members = try RequestMembers(
            try await request.collectBody(limits: limits), allowed: ["metadata", "delete_protection"])
        let metadata = try VectorMetadata.checked(members["metadata"], limits: limits)
        let protection = try members.bool("delete_protection")
        guard metadata != nil || protection != nil else {
            throw PlatformError.invalidRequest("Give metadata, delete_protection, or both.")
        }
        let now = clock.milliseconds()
        let index = try await database.updateVectorIndex(id, of: context.account) { index in
            guard index.kind == .index else { throw PlatformError.unknownVectorIndex(id) }
            index.metadata = metadata ?? index.metadata
            index.deleteProtection = protection ?? index.deleteProtection
            index.updatedAt = max(now, index.updatedAt)
        }
        guard let index else { throw PlatformError.unknownVectorIndex(id) }
        return try .json(VectorShapes.index(index))
    }

    @concurrent @Sendable func delete(_: Request, context: PlatformContext) async throws -> Response {
        let id: VectorIndexID = context.id("index")
        guard try await database.vectorIndex(id, of: context.account)?.kind == .index,
            try await database.deleteVectorIndex(id, of: context.account)
        else { throw PlatformError.unknownVectorIndex(id) }
        return try .json(
            JSONValue.object(["message": "The index and its vectors are deleted.", "id": .string(id.rawValue)]))
    }
}
