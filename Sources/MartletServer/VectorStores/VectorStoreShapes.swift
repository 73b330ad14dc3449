import MartletAPI

/// Stored vector stores as clients read them.
enum VectorStoreShapes {
    static func store(_ stored: StoredVectorStore, _ summary: VectorStoreFileSummary, now: Int) -> VectorStore {
        var store = VectorStore(id: stored.id)
        store.createdAt = stored.createdAt
        store.name = stored.name
        store.description = stored.description
        store.usageBytes = summary.usageBytes
        store.fileCounts = summary.counts
        store.status =
            stored.isExpired(at: now) ? .expired : summary.counts.inProgress > 0 ? .inProgress : .completed
        store.expiresAfter = stored.expiresAfterDays.map { VectorStoreExpiration(days: $0) }
        store.expiresAt = stored.expiresAt
        store.lastActiveAt = stored.lastActiveAt
        store.metadata = stored.metadata
        return store
    }

    static func file(_ stored: StoredVectorStoreFile) -> VectorStoreFile {
        var file = VectorStoreFile(id: stored.id)
        file.createdAt = stored.createdAt
        file.vectorStoreID = stored.storeID
        file.status = VectorStoreFileStatus(rawValue: stored.state.rawValue)
        file.lastError = stored.failure
        file.usageBytes = stored.usageBytes
        file.chunkingStrategy = .static(
            maxChunkSizeTokens: stored.chunkTokens, chunkOverlapTokens: stored.overlapTokens)
        file.attributes = stored.attributes
        return file
    }

    /// OpenAI: a batch is "`in_progress`, `completed`, `cancelled` or `failed`". Here it has failed when all of its files
    /// have.
    static func batch(_ stored: StoredVectorStoreFileBatch, _ counts: VectorStoreFileCounts) -> VectorStoreFileBatch {
        var batch = VectorStoreFileBatch(id: stored.id)
        batch.createdAt = stored.createdAt
        batch.vectorStoreID = stored.storeID
        batch.fileCounts = counts
        batch.status =
            stored.isCancelled
            ? .cancelled
            : counts.inProgress > 0
                ? .inProgress : counts.failed > 0 && counts.failed == counts.total ? .failed : .completed
        return batch
    }

    static func result(_ passage: VectorStoreSearch.Passage) -> VectorStoreSearchResult {
        VectorStoreSearchResult(
            fileID: passage.fileID, filename: passage.filename, score: passage.score, attributes: passage.attributes,
            content: [VectorStoreContent(text: passage.text)])
    }
}
