import HTTPTypes
public import MartletAPI

/// The vectors of one index: `/vectors/{index}`. Lent by ``VectorsResource/index(_:)``.
public struct IndexVectorsResource: Sendable {
    let client: MartletClient
    /// The index.
    public let id: VectorIndexID

    var index: String { id.rawValue }

    // MARK: Reading

    /// One vector.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such vector or index;
    ///   ``MartletError/Code/invalidArgument`` when the id is empty or the name of a route; `CancellationError`.
    public func get(_ id: VectorID, options: RequestOptions? = nil) async throws -> Vector {
        // `GET /vectors/{index}/list` is another call.
        guard !["list", "fetch"].contains(id.rawValue) else {
            throw MartletError(
                .invalidArgument, "No vector can be asked for by the id '\(id)', which names a route. Use list(ids:).")
        }
        let call = Call(operation: "get_vector", method: .get, endpoint: .vector(index, id.rawValue))
        return try await client.object(call, options: client.merged(options))
    }

    /// The ids of all vectors.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such index; `CancellationError`.
    public func listIDs(options: RequestOptions? = nil) async throws -> [VectorID] {
        let call = Call(operation: "list_vector_ids", method: .get, endpoint: .vectorIDs(index))
        let list: VectorIDList = try await client.object(call, options: client.merged(options))
        return list.vectorIDs
    }

    /// Vectors by their ids.
    ///
    /// A large index does not fit into one answer, see ``RequestOptions/maximumResponseBytes``: read ``listIDs(options:)``
    /// and ask for some at a time.
    ///
    /// - Parameter ids: Which; nil for all. Those that there are not are left out. Many ids are asked for in several
    ///   requests, because a URL has its limits.
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such index;
    ///   ``MartletError/Code/invalidArgument`` when an id is empty; `CancellationError`.
    public func list(ids: [VectorID]? = nil, options: RequestOptions? = nil) async throws -> [VectorID: Vector] {
        guard let ids else { return try await fetch(nil, options) }
        try ids.checkNotEmpty()
        var vectors: [VectorID: Vector] = [:]
        var names = ""
        for id in Set(ids).sorted(by: { $0.rawValue < $1.rawValue }) {
            // `vectorIDs` is a list with commas between the ids: an id that has one can only be asked for alone.
            if id.rawValue.contains(",") {
                do {
                    vectors[id] = try await get(id, options: options)
                } catch let error as MartletError where error.code == .notFound {
                    // The index itself may be what is missing.
                    _ = try await listIDs(options: options)
                }
                continue
            }
            if !names.isEmpty, names.utf8.count + id.rawValue.utf8.count > Self.maximumQueryBytes {
                vectors.merge(try await fetch(names, options)) { $1 }
                names = ""
            }
            names += (names.isEmpty ? "" : ",") + id.rawValue
        }
        if !names.isEmpty { vectors.merge(try await fetch(names, options)) { $1 } }
        return vectors
    }

    /// How long the ids in one URL are together, at most: three times as long when each byte is percent-encoded, and
    /// still within the 8 KiB that servers read.
    private static let maximumQueryBytes = 2_000

    private func fetch(_ ids: String?, _ options: RequestOptions?) async throws -> [VectorID: Vector] {
        let call = Call(operation: "list_vectors", method: .get, endpoint: .vectorFetch(index))
        var options = client.merged(options)
        if let ids { options.query.append((name: "vector_ids", value: ids)) }
        let list: VectorList = try await client.object(call, options: options)
        return Dictionary(list.vectors.map { ($0.id, $0) }) { $1 }
    }

    // MARK: Changing

    /// Changes a vector's metadata or protection. What is nil stays as it is.
    ///
    /// - Parameters:
    ///   - id: The vector.
    ///   - metadata: Replaces the metadata as a whole.
    ///   - deleteProtection: Whether it cannot be deleted until this is taken back.
    /// - Returns: The vector as it is now. It is asked for when the answer leaves it out.
    /// - Throws: As ``get(_:options:)``; ``MartletError/Code/invalidArgument`` also when nothing is to change.
    @discardableResult
    public func update(
        _ id: VectorID, metadata: JSONObject? = nil, deleteProtection: Bool? = nil, options: RequestOptions? = nil
    ) async throws -> Vector {
        guard metadata != nil || deleteProtection != nil else { throw MartletError.nothingToChange }
        let call = Call(
            operation: "update_vector", method: .put, endpoint: .vector(index, id.rawValue),
            body: try client.encode(VectorUpdate(metadata: metadata, deleteProtection: deleteProtection)))
        let vector: Vector? = try await client.objectIfTold(call, options: client.merged(options))
        // GravixLayer's client: "response without `embedding` → GET".
        if let vector, !vector.embedding.isEmpty { return vector }
        return try await get(id, options: options)
    }

    // MARK: Searching

    /// The vectors that are closest to one, the closest first.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/invalidArgument``, with nothing sent, unless `topK` is 1 to 1000
    ///   and the vector has elements; ``MartletError/Code/invalidRequest`` when its length is not the index's dimension;
    ///   ``MartletError/Code/notFound`` when there is no such index; `CancellationError`.
    public func search(
        _ request: VectorSearchRequest, options: RequestOptions? = nil
    ) async throws -> VectorSearchResponse {
        try Self.check(topK: request.topK)
        guard !request.vector.isEmpty else {
            throw MartletError(.invalidArgument, "The vector to search for is empty.")
        }
        let call = Call(
            operation: "search_vectors", method: .post, endpoint: .vectorSearch(index),
            body: try client.encode(request))
        return try await client.object(call, options: client.merged(options))
    }

    /// The vectors that are closest to one, the closest first.
    ///
    /// - Parameters:
    ///   - embedding: What to look for: as many numbers as the index has dimensions.
    ///   - limit: How many hits at most, 1 to 1000. Default 10.
    ///   - filter: Which vectors count; nil for all.
    ///   - includeMetadata: Whether hits come with their metadata.
    ///   - includeValues: Whether hits come with their vectors.
    /// - Throws: As ``search(_:options:)``.
    public func search(
        embedding: [Float], limit: Int = 10, filter: VectorFilter? = nil, includeMetadata: Bool = true,
        includeValues: Bool = true, options: RequestOptions? = nil
    ) async throws -> VectorSearchResponse {
        try await search(
            VectorSearchRequest(
                vector: embedding, topK: limit, includeMetadata: includeMetadata, includeValues: includeValues,
                filter: filter?.object),
            options: options)
    }

    /// ``search(embedding:limit:filter:includeMetadata:includeValues:options:)`` with a filter as it travels:
    /// `["user_id": "u1", "kind": ["note", "task"]]`.
    public func search(
        embedding: [Float], limit: Int = 10, filter: JSONObject, includeMetadata: Bool = true,
        includeValues: Bool = true, options: RequestOptions? = nil
    ) async throws -> VectorSearchResponse {
        try await search(
            VectorSearchRequest(
                vector: embedding, topK: limit, includeMetadata: includeMetadata, includeValues: includeValues,
                filter: filter),
            options: options)
    }

    /// The vectors that are closest to a text's, the closest first.
    ///
    /// - Throws: As ``search(_:options:)``; ``MartletError/Code/invalidArgument`` also when the text is empty.
    public func searchText(
        _ request: TextVectorSearchRequest, options: RequestOptions? = nil
    ) async throws -> VectorSearchResponse {
        try Self.check(topK: request.topK)
        guard !request.query.isEmpty else {
            throw MartletError(.invalidArgument, "The text to search for is empty.")
        }
        let call = Call(
            operation: "search_vectors_by_text", method: .post, endpoint: .textVectorSearch(index),
            body: try client.encode(request), model: request.model?.rawValue)
        return try await client.object(call, options: client.merged(options))
    }

    /// The vectors that are closest to a text's, the closest first.
    ///
    /// - Parameters:
    ///   - query: What to look for.
    ///   - model: The model that embeds it: the one that made the index's vectors. GravixLayer's own platform requires
    ///     it; the local one has a default.
    ///   - limit: How many hits at most, 1 to 1000. Default 10.
    ///   - filter: Which vectors count; nil for all.
    ///   - includeMetadata: Whether hits come with their metadata.
    ///   - includeValues: Whether hits come with their vectors.
    /// - Throws: As ``searchText(_:options:)``.
    public func searchText(
        query: String, model: ModelID? = nil, limit: Int = 10, filter: VectorFilter? = nil,
        includeMetadata: Bool = true, includeValues: Bool = true, options: RequestOptions? = nil
    ) async throws -> VectorSearchResponse {
        try await searchText(
            TextVectorSearchRequest(
                query: query, model: model, topK: limit, includeMetadata: includeMetadata,
                includeValues: includeValues, filter: filter?.object),
            options: options)
    }

    /// ``searchText(query:model:limit:filter:includeMetadata:includeValues:options:)`` with a filter as it travels.
    public func searchText(
        query: String, model: ModelID? = nil, limit: Int = 10, filter: JSONObject, includeMetadata: Bool = true,
        includeValues: Bool = true, options: RequestOptions? = nil
    ) async throws -> VectorSearchResponse {
        try await searchText(
            TextVectorSearchRequest(
                query: query, model: model, topK: limit, includeMetadata: includeMetadata,
                includeValues: includeValues, filter: filter),
            options: options)
    }

    private static func check(topK: Int) throws(MartletError) {
        guard (1...1_000).contains(topK) else {
            throw MartletError(.invalidArgument, "A search brings 1 to 1000 hits, not \(topK).")
        }
    }
}

extension Sequence<VectorID> {
    /// - Throws: ``MartletError/Code/invalidArgument`` for an id without a character.
    func checkNotEmpty() throws(MartletError) {
        if contains(where: { $0.rawValue.isEmpty }) {
            throw MartletError(.invalidArgument, "The id of a vector is empty.")
        }
    }
}
