import HTTPTypes
public import MartletAPI
import NIOCore

/// The batches of files of one vector store: `/vector_stores/{id}/file_batches`.
public struct VectorStoreFileBatchesResource: Sendable {
    let client: MartletClient
    /// The vector store.
    public let store: VectorStoreID

    /// Attaches files at once. They are read afterwards; ``poll(_:polling:options:)`` waits for that.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such vector store or file;
    ///   ``MartletError/Code/invalidArgument`` when the vector store's id is empty; `CancellationError`.
    @discardableResult
    public func create(
        _ request: VectorStoreFileBatchRequest, options: RequestOptions? = nil
    ) async throws -> VectorStoreFileBatch {
        try await client.vectorStoreObject(
            Call(
                operation: "create_file_batch", method: .post, endpoint: .vectorStoreFileBatches(store.rawValue),
                body: try client.encode(request)), options)
    }

    /// One batch.
    ///
    /// - Throws: As ``create(_:options:)``.
    public func retrieve(
        _ id: VectorStoreFileBatchID, options: RequestOptions? = nil
    ) async throws -> VectorStoreFileBatch {
        try await client.vectorStoreObject(
            Call(
                operation: "retrieve_file_batch", method: .get,
                endpoint: .vectorStoreFileBatch(store.rawValue, id.rawValue)), options)
    }

    /// Calls a batch off: its files that are not read yet are not read.
    ///
    /// - Throws: As ``create(_:options:)``.
    @discardableResult
    public func cancel(
        _ id: VectorStoreFileBatchID, options: RequestOptions? = nil
    ) async throws -> VectorStoreFileBatch {
        try await client.vectorStoreObject(
            Call(
                operation: "cancel_file_batch", method: .post,
                endpoint: .vectorStoreFileBatchCancel(store.rawValue, id.rawValue)), options)
    }

    /// One page of a batch's files; the parameters as in ``VectorStoreFilesResource/list(status:limit:after:before:order:options:)``.
    ///
    /// - Throws: As ``create(_:options:)``.
    public func files(
        in id: VectorStoreFileBatchID, status: VectorStoreFileStatus? = nil, limit: Int? = nil, after: FileID? = nil,
        before: FileID? = nil, order: ListOrder? = nil, options: RequestOptions? = nil
    ) async throws -> ListPage<VectorStoreFile> {
        var options = client.merged(options).paged(limit, after?.rawValue, before?.rawValue, order)
        if let status { options.query.append((name: "filter", value: status.rawValue)) }
        return try await client.vectorStoreObject(
            Call(
                operation: "list_batch_files", method: .get,
                endpoint: .vectorStoreFileBatchFiles(store.rawValue, id.rawValue)), merged: options)
    }

    /// Waits until all files of a batch are read, or cannot be.
    ///
    /// - Parameters:
    ///   - polling: How often to look, and for how long.
    ///   - options: What holds for each look.
    /// - Returns: The batch at its end; ``VectorStoreFileBatch/fileCounts`` says how many of its files have failed.
    /// - Throws: As ``create(_:options:)``; ``MartletError/Code/deadlineExceeded`` when the policy's time is up.
    public func poll(
        _ id: VectorStoreFileBatchID, polling: PollingPolicy = PollingPolicy(), options: RequestOptions? = nil
    ) async throws -> VectorStoreFileBatch {
        try await polling.poll("The batch '\(id)'", options: options, clock: ContinuousClock()) { options in
            try await retrieve(id, options: options)
        } isOver: {
            $0.status.isFinal
        }
    }

    /// Attaches files at once and waits for all of them: see ``poll(_:polling:options:)``.
    public func createAndPoll(
        _ request: VectorStoreFileBatchRequest, polling: PollingPolicy = PollingPolicy(),
        options: RequestOptions? = nil
    ) async throws -> VectorStoreFileBatch {
        let batch = try await create(request, options: options)
        return batch.status.isFinal ? batch : try await poll(batch.id, polling: polling, options: options)
    }
}
