import HTTPTypes
public import MartletAPI
import NIOCore

extension ResponsesResource {
    /// A response that the platform keeps, as far as it is.
    ///
    /// - Parameters:
    ///   - id: The response.
    ///   - include: What it should carry beside the usual.
    ///   - options: What holds for this call only.
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when the platform has no such response;
    ///   ``MartletError/Code/invalidArgument`` when the id is empty; `CancellationError`. A response that failed is an
    ///   answer here and no error.
    public func retrieve(
        _ id: ResponseID, include: [ResponseIncludable] = [], options: RequestOptions? = nil
    ) async throws -> ResponseObject {
        let call = Call(operation: "retrieve_response", method: .get, endpoint: .response(id.rawValue))
        return try await response(to: call, options: including(include, options)).value
    }

    /// Delivers the events of a response in the background: all of them, or the rest of a stream that broke.
    ///
    /// - Parameters:
    ///   - id: The response. It was created with `background`, `store` and a stream.
    ///   - sequenceNumber: The ``ResponseStreamEvent/sequenceNumber`` of the last event that came; nil for all events.
    ///   - include: What it should carry beside the usual.
    ///   - options: What holds for this call only.
    /// - Throws: As ``retrieve(_:include:options:)``.
    public func resume(
        _ id: ResponseID, after sequenceNumber: Int? = nil, include: [ResponseIncludable] = [],
        options: RequestOptions? = nil
    ) async throws -> ResponseStream {
        var call = Call(operation: "resume_response", method: .get, endpoint: .response(id.rawValue))
        call.accept = .eventStream
        var options = including(include, options)
        options.query.append((name: "stream", value: "true"))
        if let sequenceNumber {
            options.query.append((name: "starting_after", value: String(sequenceNumber)))
        }
        return ResponseStream(try await client.core.stream(call, options: options))
    }

    /// Calls a response in the background off.
    ///
    /// - Returns: The response, as far as it is now.
    /// - Throws: As ``retrieve(_:include:options:)``; a platform may refuse to call off a response that is not in the
    ///   background.
    @discardableResult
    public func cancel(_ id: ResponseID, options: RequestOptions? = nil) async throws -> ResponseObject {
        let call = Call(
            operation: "cancel_response", method: .post, endpoint: .responseCancel(id.rawValue),
            body: ByteBuffer(string: "{}"))
        return try await response(to: call, options: client.merged(options)).value
    }

    /// Deletes a response.
    ///
    /// - Throws: As ``retrieve(_:include:options:)``.
    @discardableResult
    public func delete(_ id: ResponseID, options: RequestOptions? = nil) async throws -> DeletedResponse {
        let status = try await client.delete(
            .response(id.rawValue), operation: "delete_response", id: id.rawValue, object: "response",
            options: options)
        var deleted = DeletedResponse(
            id: ResponseID(rawValue: status.id), object: status.object, deleted: status.deleted)
        deleted.additionalProperties = status.additionalProperties
        return deleted
    }

    /// One page of the items that a response was made from, the newest first.
    ///
    /// - Parameters:
    ///   - id: The response.
    ///   - limit: The most that are wanted, 1 to 100. The platform's default, 20, when nil.
    ///   - after: Only items that come after this one in the list.
    ///   - order: Which come first; nil is the newest first.
    ///   - include: What the items should carry beside the usual.
    ///   - options: What holds for this call only.
    /// - Throws: As ``retrieve(_:include:options:)``.
    public func listInputItems(
        of id: ResponseID, limit: Int? = nil, after: ResponseItemID? = nil, order: ListOrder? = nil,
        include: [ResponseIncludable] = [], options: RequestOptions? = nil
    ) async throws -> ListPage<ResponseItem> {
        let call = Call(
            operation: "list_input_items", method: .get, endpoint: .responseInputItems(id.rawValue))
        var options = including(include, options)
        if let limit { options.query.append((name: "limit", value: String(limit))) }
        if let after { options.query.append((name: "after", value: after.rawValue)) }
        if let order { options.query.append((name: "order", value: order.rawValue)) }
        return try await client.object(call, options: options)
    }

    /// All items that a response was made from, asked for page by page while they are read.
    ///
    /// - Parameters:
    ///   - id: The response.
    ///   - pageSize: How many are asked for at a time. Default 100.
    ///   - order: Which come first; nil is the newest first.
    ///   - include: What the items should carry beside the usual.
    ///   - options: What holds for each of the calls.
    public func inputItems(
        of id: ResponseID, pageSize: Int = 100, order: ListOrder? = nil, include: [ResponseIncludable] = [],
        options: RequestOptions? = nil
    ) -> PagedList<ResponseItem> {
        PagedList("items", id: \.pagingID) { (after) async throws in
            try await listInputItems(
                of: id, limit: pageSize, after: after.map { ResponseItemID(rawValue: $0) }, order: order,
                include: include, options: options)
        }
    }

    /// The options with a list in the query, as OpenAI's own clients write it.
    private func including(_ include: [ResponseIncludable], _ options: RequestOptions?) -> RequestOptions {
        var options = client.merged(options)
        options.query += include.map { (name: "include[]", value: $0.rawValue) }
        return options
    }
}

extension ResponseItem {
    /// The id after which a list goes on; empty for an item that has none.
    fileprivate var pagingID: String { id?.rawValue ?? "" }
}
