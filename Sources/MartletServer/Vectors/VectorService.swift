import HTTPTypes
import Hummingbird
import MartletAPI
import NIOCore

/// The vectors of an index: `/v1/vectors/{index}/…`.
struct VectorService: Sendable {
    let database: any VectorDatabase
    let embedder: TextEmbedder
    let limits: PlatformLimits
    let clock: WallClock
    let monitor: ConnectionMonitor

    // MARK: Vectors

    @concurrent @Sendable func upsert(_ request: Request, context: PlatformContext) async throws -> Response {
        let (index, batch) = try await batch(of: request, context: context)
        if let problem = batch.problems.first { throw problem.error }
        return try .json(VectorShapes.upsert(try await put(batch, into: index, context), usage: nil))
    }

    /// Vectors that can be put in are, all of them or none; the others are counted and their errors told.
    @concurrent @Sendable func batch(_ request: Request, context: PlatformContext) async throws -> Response {
        let (index, batch) = try await batch(of: request, context: context)
        return try await answer(batch, into: index, context, usage: nil)
    }

    private func batch(
        of request: Request, context: PlatformContext
    ) async throws -> (StoredVectorIndex, VectorBatch) {
        let index = try await index(context)
        let asked = try RequestBody.decode(
            VectorUpsertRequest.self, from: try await request.collectBody(upTo: limits.vectorRequestBytes))
        try RequestBody.check(asked.additionalProperties, modelled: ["vectors"], refusesOthers: true)
        try check(count: asked.vectors.count)
        return (index, try VectorBatch(asked.vectors, into: index, limits: limits, now: clock.milliseconds()))
    }

    // MARK: Texts

    @concurrent @Sendable func upsertTexts(_ request: Request, context: PlatformContext) async throws -> Response {
        let (index, batch, usage) = try await texts(of: request, context: context)
        if let problem = batch.problems.first { throw problem.error }
        return try .json(VectorShapes.upsert(try await put(batch, into: index, context), usage: usage))
    }

    @concurrent @Sendable func batchTexts(_ request: Request, context: PlatformContext) async throws -> Response {
        let (index, batch, usage) = try await texts(of: request, context: context)
        return try await answer(batch, into: index, context, usage: usage)
    }

    private func texts(
        of request: Request, context: PlatformContext
    ) async throws -> (StoredVectorIndex, VectorBatch, EmbeddingUsage) {
        let index = try await index(context)
        let asked = try RequestBody.decode(
            TextVectorUpsertRequest.self, from: try await request.collectBody(upTo: limits.vectorRequestBytes))
        try RequestBody.check(asked.additionalProperties, modelled: ["vectors"], refusesOthers: true)
        try check(count: asked.vectors.count)
        guard asked.vectors.count <= limits.texts else {
            throw PlatformError.invalidRequest(
                "There are \(asked.vectors.count) texts; the limit is \(limits.texts) at a time.", parameter: "vectors")
        }
        for (number, text) in asked.vectors.enumerated() {
            try VectorBatch.check(text, at: number)
        }
        let (vectors, usage) = try await monitor.cancellingWhenGone(context.connection) {
            try await embed(asked.vectors)
        }
        let batch = try VectorBatch(vectors, into: index, limits: limits, now: clock.milliseconds())
        return (index, batch, usage)
    }

    /// The texts with their vectors. Each may name a model of its own.
    private func embed(_ texts: [TextVectorInput]) async throws -> ([VectorInput], EmbeddingUsage) {
        var vectors = [[Float]](repeating: [], count: texts.count)
        var usage = EmbeddingUsage()
        let groups = Dictionary(grouping: texts.indices, by: { texts[$0].model })
        for (model, places) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
            let made = try await embedder.embed(places.map { texts[$0].text }, model: model)
            for (place, vector) in zip(places, made.vectors) { vectors[place] = vector }
            usage.promptTokens += made.promptTokens
            usage.totalTokens += made.promptTokens
        }
        let inputs = zip(texts, vectors).map { text, vector in
            VectorInput(
                embedding: vector, metadata: text.metadata, deleteProtection: text.deleteProtection, id: text.id)
        }
        return (inputs, usage)
    }

    // MARK: Putting in

    private func check(count: Int) throws(PlatformError) {
        guard count > 0 else {
            throw .invalidRequest("vectors must have at least one element.", parameter: "vectors")
        }
        guard count <= limits.vectorBatch else {
            throw .invalidRequest(
                "There are \(count) vectors; the limit is \(limits.vectorBatch) at a time.", parameter: "vectors")
        }
    }

    private func put(
        _ batch: VectorBatch, into index: StoredVectorIndex, _ context: PlatformContext
    ) async throws -> [StoredVector] {
        guard let stored = try await database.upsert(batch.vectors, into: index.id, of: context.account) else {
            throw PlatformError.unknownVectorIndex(index.id)
        }
        return stored
    }

    private func answer(
        _ batch: VectorBatch, into index: StoredVectorIndex, _ context: PlatformContext, usage: EmbeddingUsage?
    ) async throws -> Response {
        // When nothing can be put in, the request is at fault and not a part of it.
        if batch.vectors.isEmpty, let problem = batch.problems.first { throw problem.error }
        let stored = try await put(batch, into: index, context)
        return try .json(
            VectorBatchResponse(
                upsertedCount: stored.count, failedCount: batch.problems.count,
                errors: batch.problems.map(\.error.body.message), usage: usage))
    }

    // MARK: Reading

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        let (index, id) = try await (index(context), context.id("vector", as: VectorID.self))
        guard let vector = try await database.vectors([id], in: index.id, of: context.account)?.first else {
            throw PlatformError.unknownVector(id)
        }
        return try .json(VectorShapes.vector(vector))
    }

    @concurrent @Sendable func listIDs(_: Request, context: PlatformContext) async throws -> Response {
        let index = try await index(context)
        guard let ids = try await database.vectorIDs(in: index.id, of: context.account) else {
            throw PlatformError.unknownVectorIndex(index.id)
        }
        return try .json(VectorIDList(vectorIDs: ids, count: ids.count))
    }

    /// Some vectors, or all of them; written page by page, for all of them together may be larger than the memory.
    @concurrent @Sendable func fetch(_ request: Request, context: PlatformContext) async throws -> Response {
        let index = try await index(context)
        let named = request.uri.queryParameters.getAll("vector_ids")
        guard named.isEmpty else {
            let ids = named.flatMap { $0.split(separator: ",") }.map { VectorID(rawValue: String($0)) }
            guard ids.count <= limits.vectorBatch else {
                throw PlatformError.invalidRequest(
                    "There are \(ids.count) ids; the limit is \(limits.vectorBatch) at a time.", parameter: "vector_ids"
                )
            }
            guard let vectors = try await database.vectors(ids, in: index.id, of: context.account) else {
                throw PlatformError.unknownVectorIndex(index.id)
            }
            return try .json(VectorList(vectors: vectors.map(VectorShapes.vector)))
        }
        let (database, account) = (self.database, context.account)
        let first = try await database.vectors(in: index.id, of: account, after: nil, limit: Self.pageSize)
        guard let first else { throw PlatformError.unknownVectorIndex(index.id) }
        let body = Hummingbird.ResponseBody { writer in
            try await writer.write(ByteBuffer(string: #"{"vectors":["#))
            var (page, isFirst) = (first, true)
            while !page.isEmpty {
                var text = ByteBuffer()
                for vector in page {
                    if !isFirst { text.writeString(",") }
                    isFirst = false
                    text.writeBytes(try VectorShapes.vector(vector).jsonBytes())
                }
                try await writer.write(text)
                guard page.count == Self.pageSize else { break }
                // Nil when the index was deleted meanwhile, an error when the last vector was: the answer breaks off.
                let next = try await database.vectors(
                    in: index.id, of: account, after: page.last?.id, limit: Self.pageSize)
                guard let next else { throw PlatformError.unknownVectorIndex(index.id) }
                page = next
            }
            try await writer.write(ByteBuffer(string: "]}"))
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/json"], body: body)
    }

    private static let pageSize = 256

    // MARK: Changing

    /// "metadata replaces the stored object".
    @concurrent @Sendable func update(_ request: Request, context: PlatformContext) async throws -> Response {
        let (index, id) = try await (index(context), context.id("vector", as: VectorID.self))
        let members = try RequestMembers(
            try await request.collectBody(limits: limits), allowed: ["metadata", "delete_protection"])
        let metadata = try VectorMetadata.checked(members["metadata"], limits: limits)
        let protection = try members.bool("delete_protection")
        guard metadata != nil || protection != nil else {
            throw PlatformError.invalidRequest("Give metadata, delete_protection, or both.")
        }
        let now = clock.milliseconds()
        let vector = try await database.updateVector(id, in: index.id, of: context.account) { vector in
            vector.metadata = metadata ?? vector.metadata
            vector.deleteProtection = protection ?? vector.deleteProtection
            vector.updatedAt = max(now, vector.updatedAt)
        }
        guard let vector else { throw PlatformError.unknownVector(id) }
        return try .json(VectorShapes.vector(vector))
    }

    /// What is protected stays. When nothing at all can be deleted, that is an error; else the answer says what was left.
    @concurrent @Sendable func delete(_ request: Request, context: PlatformContext) async throws -> Response {
        let index = try await index(context)
        let asked = try RequestBody.decode(
            VectorDeleteRequest.self, from: try await request.collectBody(upTo: limits.vectorRequestBytes))
        try RequestBody.check(asked.additionalProperties, modelled: ["vector_ids"], refusesOthers: true)
        guard !asked.vectorIDs.isEmpty else {
            throw PlatformError.invalidRequest("vector_ids must have at least one id.", parameter: "vector_ids")
        }
        guard asked.vectorIDs.count <= limits.vectorBatch else {
            throw PlatformError.invalidRequest(
                "There are \(asked.vectorIDs.count) ids; the limit is \(limits.vectorBatch) at a time.",
                parameter: "vector_ids")
        }
        var seen: Set<VectorID> = []
        let ids = asked.vectorIDs.filter { seen.insert($0).inserted }
        guard let removal = try await database.deleteVectors(ids, in: index.id, of: context.account) else {
            throw PlatformError.unknownVectorIndex(index.id)
        }
        if removal.deleted.isEmpty {
            if let kept = removal.protected.first {
                throw PlatformError.lastingConflict(
                    code: "delete_protected", parameter: "vector_ids",
                    """
                    Nothing was deleted: the vector '\(kept.rawValue.prefix(80))' is protected. Set its delete_protection \
                    to false first.
                    """)
            }
            if let missing = removal.missing.first { throw PlatformError.unknownVector(missing) }
        }
        var deletion = VectorDeletion(
            message: removal.deleted.count == 1
                ? "1 vector is deleted." : "\(removal.deleted.count) vectors are deleted.",
            deletedIDs: removal.deleted, count: removal.deleted.count)
        deletion.protectedIDs = removal.protected.isEmpty ? nil : removal.protected
        deletion.missingIDs = removal.missing.isEmpty ? nil : removal.missing
        return try .json(deletion)
    }

    private func index(_ context: PlatformContext) async throws -> StoredVectorIndex {
        try await database.visibleIndex(context)
    }
}

extension VectorDatabase {
    /// The index that a request's path names.
    func visibleIndex(_ context: PlatformContext) async throws -> StoredVectorIndex {
        let id: VectorIndexID = context.id("index")
        guard let index = try await vectorIndex(id, of: context.account), index.kind == .index else {
            throw PlatformError.unknownVectorIndex(id)
        }
        return index
    }
}
