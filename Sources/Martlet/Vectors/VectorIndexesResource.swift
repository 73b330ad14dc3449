import HTTPTypes
public import MartletAPI

/// Vector indexes: `/vectors/indexes`.
public struct VectorIndexesResource: Sendable {
    let client: MartletClient

    /// Makes an index.
    ///
    /// A metric and a provider are written as GravixLayer takes them, whatever their spelling here: `dotproduct` becomes
    /// `dot_product`, and `aws` becomes `AWS`. Those that are not known go as they are, for the platform to judge.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/invalidArgument``, with nothing sent, unless the name has 1 to 255
    ///   characters and the dimension is 1 or more, on GravixLayer's own platform at most 2000; ``MartletError/Code/conflict`` when there is an index with this name;
    ///   ``MartletError/Code/notFound`` on platforms without vectors; `CancellationError`.
    public func create(_ request: VectorIndexRequest, options: RequestOptions? = nil) async throws -> VectorIndex {
        var request = request
        // GravixLayer's client: "1–255 chars", "1–2000".
        guard (1...255).contains(request.name.count) else {
            throw MartletError(
                .invalidArgument,
                "The name of an index must have 1 to 255 characters; this one has \(request.name.count).")
        }
        // The local platform takes longer ones.
        let maximum = client.platform.name == Platform.gravixLayer.name ? 2_000 : .max
        guard (1...maximum).contains(request.dimension) else {
            let bound = maximum == .max ? "1 or more" : "1 to 2000"
            throw MartletError(
                .invalidArgument, "The dimension of an index must be \(bound); it is \(request.dimension).")
        }
        request.metric = VectorMetric.named(request.metric.rawValue) ?? request.metric
        request.cloudProvider = request.cloudProvider.map { VectorCloudProvider.named($0.rawValue) ?? $0 }
        let call = Call(
            operation: "create_vector_index", method: .post, endpoint: .vectorIndexes, body: try client.encode(request))
        return try await client.object(call, options: client.merged(options))
    }

    /// Makes an index.
    ///
    /// - Parameters:
    ///   - name: 1 to 255 characters.
    ///   - dimension: How long its vectors are: 1 to 2000 with GravixLayer, to 4096 on the local platform unless it is told
    ///     otherwise.
    ///   - metric: How closeness is measured. Default cosine.
    ///   - cloudProvider: Where it is to live, in any case. GravixLayer's own platform requires it.
    ///   - region: The provider's region. GravixLayer's own platform requires it.
    ///   - vectorType: Only `dense` is known.
    ///   - indexType: Default serverless.
    ///   - metadata: The caller's own notes.
    ///   - deleteProtection: Whether it cannot be deleted until this is taken back.
    /// - Throws: As ``create(_:options:)``.
    public func create(
        name: String, dimension: Int, metric: VectorMetric = .cosine, cloudProvider: VectorCloudProvider? = nil,
        region: String? = nil, vectorType: VectorType = .dense, indexType: VectorIndexType = .serverless,
        metadata: JSONObject = [:], deleteProtection: Bool = false, options: RequestOptions? = nil
    ) async throws -> VectorIndex {
        var request = VectorIndexRequest(
            name: name, dimension: dimension, metric: metric, cloudProvider: cloudProvider, region: region)
        request.vectorType = vectorType
        request.indexType = indexType
        request.metadata = metadata
        request.deleteProtection = deleteProtection
        return try await create(request, options: options)
    }

    /// One page of the indexes.
    ///
    /// - Parameters:
    ///   - page: Which page, from 1.
    ///   - pageSize: How many indexes it is to have at most, 1 to 1000. Default 20, as with GravixLayer's client.
    /// - Returns: The page, always with its pagination: where the platform sends none it follows from the parameters, and
    ///   its `total` is how many there are up to this page.
    /// - Throws: ``MartletError``; ``MartletError/Code/invalidArgument``, with nothing sent, for numbers out of range;
    ///   `CancellationError`.
    public func list(
        page: Int = 1, pageSize: Int = 20, options: RequestOptions? = nil
    ) async throws -> VectorIndexPage {
        var result = try await self.page(page, pageSize, options)
        if result.pagination == nil {
            result.pagination = VectorIndexPagination(
                page: page, pageSize: pageSize,
                total: (page - 1).multipliedReportingOverflow(by: pageSize).partialValue &+ result.indexes.count)
        }
        return result
    }

    /// All indexes, asked for page by page while they are read.
    ///
    /// - Parameter pageSize: How many are asked for at a time, 1 to 1000.
    public func all(pageSize: Int = 100, options: RequestOptions? = nil) -> VectorIndexes {
        VectorIndexes(pageSize: pageSize) { (number) async throws in try await page(number, pageSize, options) }
    }

    /// The first index with a name; nil when there is none. Reads the list until it is found.
    ///
    /// - Throws: As ``list(page:pageSize:options:)``.
    public func named(_ name: String, options: RequestOptions? = nil) async throws -> VectorIndex? {
        for try await index in all(pageSize: 1_000, options: options) where index.name == name { return index }
        return nil
    }

    private func page(_ page: Int, _ pageSize: Int, _ options: RequestOptions?) async throws -> VectorIndexPage {
        guard page >= 1 else {
            throw MartletError(.invalidArgument, "Pages are counted from 1; this is \(page).")
        }
        guard (1...1_000).contains(pageSize) else {
            throw MartletError(.invalidArgument, "A page may have 1 to 1000 indexes, not \(pageSize).")
        }
        let call = Call(operation: "list_vector_indexes", method: .get, endpoint: .vectorIndexes)
        var options = client.merged(options)
        options.query.append((name: "page", value: String(page)))
        options.query.append((name: "page_size", value: String(pageSize)))
        return try await client.object(call, options: options)
    }

    /// One index.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such index;
    ///   ``MartletError/Code/invalidArgument`` when the id is empty; `CancellationError`.
    public func retrieve(_ id: VectorIndexID, options: RequestOptions? = nil) async throws -> VectorIndex {
        let call = Call(operation: "retrieve_vector_index", method: .get, endpoint: .vectorIndex(id.rawValue))
        return try await client.object(call, options: client.merged(options))
    }

    /// One index: GravixLayer's name for ``retrieve(_:options:)``.
    public func get(_ id: VectorIndexID, options: RequestOptions? = nil) async throws -> VectorIndex {
        try await retrieve(id, options: options)
    }

    /// Changes an index. What is nil stays as it is.
    ///
    /// - Parameters:
    ///   - id: The index.
    ///   - metadata: Replaces the caller's own notes as a whole.
    ///   - deleteProtection: Whether it cannot be deleted until this is taken back.
    /// - Returns: The index as it is now. It is asked for when the answer leaves it out.
    /// - Throws: As ``retrieve(_:options:)``; ``MartletError/Code/invalidArgument`` also when nothing is to change.
    @discardableResult
    public func update(
        _ id: VectorIndexID, metadata: JSONObject? = nil, deleteProtection: Bool? = nil,
        options: RequestOptions? = nil
    ) async throws -> VectorIndex {
        guard metadata != nil || deleteProtection != nil else { throw MartletError.nothingToChange }
        let change = VectorIndexUpdate(metadata: metadata, deleteProtection: deleteProtection)
        // GravixLayer's client: "a response without `created_at` triggers a GET".
        if let index = try await put(id, change, options), index.createdAt != nil { return index }
        return try await retrieve(id, options: options)
    }

    private func put(
        _ id: VectorIndexID, _ change: VectorIndexUpdate, _ options: RequestOptions?
    ) async throws -> VectorIndex? {
        let call = Call(
            operation: "update_vector_index", method: .put, endpoint: .vectorIndex(id.rawValue),
            body: try client.encode(change))
        return try await client.objectIfTold(call, options: client.merged(options))
    }

    /// Deletes an index with its vectors.
    ///
    /// - Parameters:
    ///   - id: The index.
    ///   - force: Also when it is protected: takes the protection back first.
    /// - Throws: As ``retrieve(_:options:)``; ``MartletError/Code/conflict``, on some platforms
    ///   ``MartletError/Code/permissionDenied``, when it is protected.
    @discardableResult
    public func delete(
        _ id: VectorIndexID, force: Bool = false, options: RequestOptions? = nil
    ) async throws -> DeletionStatus {
        if force {
            do {
                _ = try await put(id, VectorIndexUpdate(deleteProtection: false), options)
            } catch let error as MartletError where error.code == .notFound {
                // That there is no such index is for the deletion to say.
            }
        }
        return try await client.delete(
            .vectorIndex(id.rawValue), operation: "delete_vector_index", id: id.rawValue,
            object: "vector_index.deleted", options: options)
    }
}

extension MartletError {
    /// A change that changes nothing. GravixLayer's client wants "at least one".
    static var nothingToChange: MartletError {
        MartletError(.invalidArgument, "Nothing is to be changed: give metadata, deleteProtection, or both.")
    }
}
