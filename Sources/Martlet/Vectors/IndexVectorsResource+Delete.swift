import HTTPTypes
public import MartletAPI

extension IndexVectorsResource {
    /// Deletes a vector.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/invalidArgument``, with nothing sent, when the id is empty;
    ///   ``MartletError/Code/notFound`` when there is no such vector or index; ``MartletError/Code/conflict`` when it is
    ///   protected; `CancellationError`.
    @discardableResult
    public func delete(_ id: VectorID, options: RequestOptions? = nil) async throws -> VectorDeletion {
        try await batchDelete([id], options: options)
    }

    /// Deletes vectors, in one request.
    ///
    /// - Returns: What the platform says. The local one deletes what it can, and names what it kept because it is
    ///   protected and what there was not.
    /// - Throws: ``MartletError``; ``MartletError/Code/invalidArgument``, with nothing sent, when there are no ids or one
    ///   is empty; ``MartletError/Code/notFound`` when there is none of them, or no such index;
    ///   ``MartletError/Code/conflict`` when all of them are protected; `CancellationError`.
    @discardableResult
    public func batchDelete(_ ids: [VectorID], options: RequestOptions? = nil) async throws -> VectorDeletion {
        guard !ids.isEmpty else { throw MartletError(.invalidArgument, "There are no ids to delete.") }
        try ids.checkNotEmpty()
        let call = Call(
            operation: "delete_vectors", method: .post, endpoint: .vectorDelete(index),
            body: try client.encode(VectorDeleteRequest(vectorIDs: ids)))
        return try await client.lenient(
            call, options: client.merged(options), none: VectorDeletion(), others: \.additionalProperties)
    }

    /// Deletes all vectors that the index has at the moment. The index stays.
    ///
    /// No platform has a call for it: the ids are listed and deleted, up to 1000 at a time.
    ///
    /// - Parameter force: Also those that are protected: takes their protection back first.
    /// - Returns: How many are gone, and which were kept because they are protected.
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such index; `CancellationError`. What
    ///   was deleted before an error stays deleted.
    @discardableResult
    public func deleteAll(force: Bool = false, options: RequestOptions? = nil) async throws -> VectorDeletionReport {
        let ids = try await listIDs(options: options)
        guard !ids.isEmpty else { return VectorDeletionReport() }
        var kept = try await deleteUnprotected(ids, options)
        if force, !kept.isEmpty {
            for id in kept {
                do {
                    let call = Call(
                        operation: "update_vector", method: .put, endpoint: .vector(index, id.rawValue),
                        body: try client.encode(VectorUpdate(deleteProtection: false)))
                    let _: Vector? = try await client.objectIfTold(call, options: client.merged(options))
                } catch let error as MartletError where error.code == .notFound {
                    // Somebody else has deleted it.
                }
            }
            kept = try await deleteUnprotected(kept, options)
        }
        return VectorDeletionReport(deletedCount: ids.count - kept.count, keptIDs: kept)
    }

    /// Deletes what is not protected.
    ///
    /// - Returns: What was kept.
    private func deleteUnprotected(_ ids: [VectorID], _ options: RequestOptions?) async throws -> [VectorID] {
        var kept: [VectorID] = []
        var isCertain = true
        var position = 0
        while position < ids.count {
            let chunk = Array(ids[position..<min(position + Self.deletionChunk, ids.count)])
            position += chunk.count
            switch try await remove(chunk, options) {
            case .told(let protected): kept += protected
            case .untold: isCertain = false
            }
        }
        if isCertain { return kept }
        // The answers do not account for every vector: what is still there was kept.
        let there = Set(try await listIDs(options: options))
        return ids.filter { there.contains($0) }
    }

    /// How many ids go with one deletion.
    private static let deletionChunk = 1_000

    /// What is known after a deletion.
    private enum Removal {
        /// These were kept, and all others are gone.
        case told([VectorID])
        /// The platform does not say.
        case untold
    }

    private func remove(_ ids: [VectorID], _ options: RequestOptions?) async throws -> Removal {
        do {
            let answer = try await batchDelete(ids, options: options)
            let protected = answer.protectedIDs ?? []
            let gone = (answer.deletedIDs?.count ?? answer.count ?? 0) + (answer.missingIDs?.count ?? 0)
            return gone + protected.count == ids.count ? .told(protected) : .untold
        } catch let error as MartletError where error.code == .notFound {
            // Somebody else has deleted them, or the index.
            return .untold
        } catch let error as MartletError where error.code == .conflict || error.code == .permissionDenied {
            // The local platform: all of them are protected. Another one may refuse all for the sake of one.
            let vectors = try await list(ids: ids, options: options)
            let protected = ids.filter { vectors[$0]?.deleteProtection == true }
            let others = ids.filter { vectors[$0]?.deleteProtection == false }
            guard !protected.isEmpty else { throw error }
            guard !others.isEmpty else { return .told(protected) }
            _ = try await batchDelete(others, options: options)
            return .untold
        }
    }
}
