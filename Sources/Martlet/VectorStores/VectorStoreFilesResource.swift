import HTTPTypes
public import MartletAPI
import NIOCore

/// The files of one vector store: `/vector_stores/{id}/files`.
public struct VectorStoreFilesResource: Sendable {
    let client: MartletClient
    /// The vector store.
    public let store: VectorStoreID

    /// Attaches a file. It is read afterwards; ``poll(_:polling:options:)`` waits for that.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such vector store or file;
    ///   ``MartletError/Code/invalidArgument`` when the vector store's id is empty; `CancellationError`.
    @discardableResult
    public func attach(
        _ request: VectorStoreFileRequest, options: RequestOptions? = nil
    ) async throws -> VectorStoreFile {
        try await client.vectorStoreObject(
            Call(
                operation: "attach_file", method: .post, endpoint: .vectorStoreFiles(store.rawValue),
                body: try client.encode(request)), options)
    }

    /// One page of the files, the newest first.
    ///
    /// - Parameters:
    ///   - status: Only files of this status; nil for all.
    ///   - limit: The most that are wanted, 1 to 100; nil leaves it to the platform, which gives 20.
    ///   - after: Only files that come after this one in the list: ``ListPage/lastID`` of the page before.
    ///   - before: Only files that come before this one in the list.
    ///   - order: Which come first; nil is the newest first.
    ///   - options: What holds for this call.
    /// - Throws: As ``attach(_:options:)``.
    public func list(
        status: VectorStoreFileStatus? = nil, limit: Int? = nil, after: FileID? = nil, before: FileID? = nil,
        order: ListOrder? = nil, options: RequestOptions? = nil
    ) async throws -> ListPage<VectorStoreFile> {
        var options = client.merged(options).paged(limit, after?.rawValue, before?.rawValue, order)
        if let status { options.query.append((name: "filter", value: status.rawValue)) }
        return try await client.vectorStoreObject(
            Call(operation: "list_attached_files", method: .get, endpoint: .vectorStoreFiles(store.rawValue)),
            merged: options)
    }

    /// One file.
    ///
    /// - Throws: As ``attach(_:options:)``.
    public func retrieve(_ id: FileID, options: RequestOptions? = nil) async throws -> VectorStoreFile {
        try await client.vectorStoreObject(
            Call(
                operation: "retrieve_attached_file", method: .get,
                endpoint: .vectorStoreFile(store.rawValue, id.rawValue)), options)
    }

    /// Changes a file's attributes: all of them are replaced.
    ///
    /// - Throws: As ``attach(_:options:)``.
    @discardableResult
    public func update(
        _ id: FileID, attributes: JSONObject, options: RequestOptions? = nil
    ) async throws -> VectorStoreFile {
        try await client.vectorStoreObject(
            Call(
                operation: "update_attached_file", method: .post,
                endpoint: .vectorStoreFile(store.rawValue, id.rawValue),
                body: try client.encode(VectorStoreFileUpdate(attributes: .value(attributes)))), options)
    }

    /// Detaches a file. The file itself stays.
    ///
    /// - Throws: As ``attach(_:options:)``.
    @discardableResult
    public func delete(_ id: FileID, options: RequestOptions? = nil) async throws -> DeletionStatus {
        try await client.delete(
            .vectorStoreFile(store.rawValue, id.rawValue), operation: "detach_file", id: id.rawValue,
            object: "vector_store.file.deleted", options: client.merged(options).forVectorStores)
    }

    /// The text of a file, as it was read.
    ///
    /// - Throws: As ``attach(_:options:)``; ``MartletError/Code/invalidRequest`` when it has none.
    public func content(_ id: FileID, options: RequestOptions? = nil) async throws -> VectorStoreContentPage {
        try await client.vectorStoreObject(
            Call(
                operation: "attached_file_content", method: .get,
                endpoint: .vectorStoreFileContent(store.rawValue, id.rawValue)), options)
    }

    /// Waits until a file is read, or cannot be.
    ///
    /// - Parameters:
    ///   - polling: How often to look, and for how long.
    ///   - options: What holds for each look.
    /// - Returns: The file at its end, which may be ``VectorStoreFileStatus/failed``: see ``VectorStoreFile/lastError``.
    /// - Throws: As ``attach(_:options:)``; ``MartletError/Code/deadlineExceeded`` when the policy's time is up.
    public func poll(
        _ id: FileID, polling: PollingPolicy = PollingPolicy(), options: RequestOptions? = nil
    ) async throws -> VectorStoreFile {
        try await polling.poll("The file '\(id)'", options: options, clock: ContinuousClock()) { options in
            try await retrieve(id, options: options)
        } isOver: {
            $0.status.isFinal
        }
    }

    /// Attaches a file and waits until it is read, or cannot be: see ``poll(_:polling:options:)``.
    public func attachAndPoll(
        _ request: VectorStoreFileRequest, polling: PollingPolicy = PollingPolicy(), options: RequestOptions? = nil
    ) async throws -> VectorStoreFile {
        let file = try await attach(request, options: options)
        return file.status.isFinal ? file : try await poll(file.id, polling: polling, options: options)
    }

    /// Uploads a file for `assistants`, attaches it, and waits until it is read, or cannot be.
    ///
    /// - Parameters:
    ///   - file: What is uploaded.
    ///   - filename: Its name on the platform. Default the last part of the path, else `uploaded_file`.
    ///   - attributes: What searches can filter by.
    ///   - polling: How often to look, and for how long.
    ///   - options: What holds for each of the calls.
    /// - Throws: As ``FilesResource/upload(file:purpose:filename:expiresAfter:contentType:progress:options:)`` and
    ///   ``poll(_:polling:options:)``. What was uploaded before an error stays uploaded.
    public func uploadAndPoll(
        _ file: FileSource, filename: String? = nil, attributes: JSONObject? = nil,
        polling: PollingPolicy = PollingPolicy(), options: RequestOptions? = nil
    ) async throws -> VectorStoreFile {
        let upload = try await client.files.upload(
            file: file, purpose: .assistants, filename: filename, options: options)
        let uploaded = try await client.files.file(of: upload, options: options)
        return try await attachAndPoll(
            VectorStoreFileRequest(fileID: uploaded.id, attributes: attributes), polling: polling, options: options)
    }
}

extension VectorStoreFileStatus {
    /// Whether nothing will change by itself. A status that is not known counts as one that will.
    public var isFinal: Bool { [.completed, .failed, .cancelled].contains(self) }
}
