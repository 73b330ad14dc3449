import HTTPTypes
public import MartletAPI
import NIOCore

/// Collections of files whose text can be searched by meaning: `/vector_stores`. OpenAI and the local platform have them.
///
/// ```swift
/// let store = try await client.vectorStores.create(VectorStoreRequest(name: "Manuals"))
/// let file = try await client.vectorStores.files(of: store.id).attachAndPoll(VectorStoreFileRequest(fileID: upload))
/// let page = try await client.vectorStores.search(store.id, "How is it cleaned?")
/// print(page.data.first?.text ?? "")
/// ```
public struct VectorStoresResource: Sendable {
    let client: MartletClient

    /// The files of a vector store.
    public func files(of store: VectorStoreID) -> VectorStoreFilesResource {
        VectorStoreFilesResource(client: client, store: store)
    }

    /// The batches of files of a vector store.
    public func fileBatches(of store: VectorStoreID) -> VectorStoreFileBatchesResource {
        VectorStoreFileBatchesResource(client: client, store: store)
    }

    /// Makes a vector store. Its files are read afterwards; see ``VectorStore/fileCounts``.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such file, and on platforms without
    ///   vector stores; `CancellationError`.
    public func create(
        _ request: VectorStoreRequest = VectorStoreRequest(), options: RequestOptions? = nil
    ) async throws -> VectorStore {
        try await client.vectorStoreObject(
            Call(
                operation: "create_vector_store", method: .post, endpoint: .vectorStores,
                body: try client.encode(request)), options)
    }

    /// One vector store.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such vector store;
    ///   ``MartletError/Code/invalidArgument`` when the id is empty; `CancellationError`.
    public func retrieve(_ id: VectorStoreID, options: RequestOptions? = nil) async throws -> VectorStore {
        try await client.vectorStoreObject(
            Call(operation: "retrieve_vector_store", method: .get, endpoint: .vectorStore(id.rawValue)), options)
    }

    /// One page of the key's vector stores, the newest first.
    ///
    /// - Parameters:
    ///   - limit: The most that are wanted, 1 to 100; nil leaves it to the platform, which gives 20.
    ///   - after: Only those that come after this one in the list: ``ListPage/lastID`` of the page before.
    ///   - before: Only those that come before this one in the list.
    ///   - order: Which come first; nil is the newest first.
    ///   - options: What holds for this call.
    /// - Throws: ``MartletError``; `CancellationError`.
    public func list(
        limit: Int? = nil, after: VectorStoreID? = nil, before: VectorStoreID? = nil, order: ListOrder? = nil,
        options: RequestOptions? = nil
    ) async throws -> ListPage<VectorStore> {
        let options = client.merged(options).paged(limit, after?.rawValue, before?.rawValue, order)
        return try await client.vectorStoreObject(
            Call(operation: "list_vector_stores", method: .get, endpoint: .vectorStores), merged: options)
    }

    /// Changes a vector store; what the request leaves unset stays.
    ///
    /// - Throws: As ``retrieve(_:options:)``.
    public func update(
        _ id: VectorStoreID, _ request: VectorStoreUpdate, options: RequestOptions? = nil
    ) async throws -> VectorStore {
        try await client.vectorStoreObject(
            Call(
                operation: "update_vector_store", method: .post, endpoint: .vectorStore(id.rawValue),
                body: try client.encode(request)), options)
    }

    /// Deletes a vector store. The files themselves stay.
    ///
    /// - Throws: As ``retrieve(_:options:)``.
    @discardableResult
    public func delete(_ id: VectorStoreID, options: RequestOptions? = nil) async throws -> DeletionStatus {
        try await client.delete(
            .vectorStore(id.rawValue), operation: "delete_vector_store", id: id.rawValue,
            object: "vector_store.deleted", options: client.merged(options).forVectorStores)
    }

    /// The passages of a vector store's files that fit a query best, the best first.
    ///
    /// - Throws: As ``retrieve(_:options:)``.
    public func search(
        _ id: VectorStoreID, _ request: VectorStoreSearchRequest, options: RequestOptions? = nil
    ) async throws -> VectorStoreSearchPage {
        try await client.vectorStoreObject(
            Call(
                operation: "search_vector_store", method: .post, endpoint: .vectorStoreSearch(id.rawValue),
                body: try client.encode(request)), options)
    }

    /// The passages of a vector store's files that fit a text best.
    ///
    /// - Parameters:
    ///   - filters: Which files count; nil for all.
    ///   - maxNumResults: How many passages at most, 1 to 50; nil leaves it to the platform, which gives 10.
    public func search(
        _ id: VectorStoreID, _ query: String, filters: AttributeFilter? = nil, maxNumResults: Int? = nil,
        options: RequestOptions? = nil
    ) async throws -> VectorStoreSearchPage {
        try await search(
            id, VectorStoreSearchRequest(query: .text(query), filters: filters, maxNumResults: maxNumResults),
            options: options)
    }
}

extension MartletClient {
    /// Collections of files whose text can be searched by meaning.
    public var vectorStores: VectorStoresResource { VectorStoresResource(client: self) }

    func vectorStoreObject<Value: JSONConvertible>(_ call: Call, _ options: RequestOptions?) async throws -> Value {
        try await object(call, options: merged(options).forVectorStores)
    }

    /// - Parameter options: With the client's own.
    func vectorStoreObject<Value: JSONConvertible>(
        _ call: Call, merged options: RequestOptions
    ) async throws -> Value {
        try await object(call, options: options.forVectorStores)
    }
}

extension RequestOptions {
    /// OpenAI's own clients send the header of its second Assistants API with every call about vector stores.
    var forVectorStores: RequestOptions {
        var options = self
        if options.headers[.openAIBeta] == nil { options.headers[.openAIBeta] = "assistants=v2" }
        return options
    }

    /// The options of a call for one page of a list.
    func paged(_ limit: Int?, _ after: String?, _ before: String?, _ order: ListOrder?) -> RequestOptions {
        var options = self
        if let limit { options.query.append((name: "limit", value: String(limit))) }
        if let after { options.query.append((name: "after", value: after)) }
        if let before { options.query.append((name: "before", value: before)) }
        if let order { options.query.append((name: "order", value: order.rawValue)) }
        return options
    }
}

extension HTTPField.Name {
    fileprivate static let openAIBeta = Self("OpenAI-Beta")!
}
