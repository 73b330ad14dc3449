import HTTPTypes
public import MartletAPI
import NIOCore

/// The messages of threads: `/threads/{id}/messages`.
public struct ThreadMessagesResource: Sendable {
    let client: MartletClient

    /// Adds a message to a thread. Nobody answers it until there is a run.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such thread;
    ///   ``MartletError/Code/invalidArgument`` when the id is empty; `CancellationError`.
    @discardableResult
    public func create(
        in thread: ThreadID, _ request: ThreadMessageRequest, options: RequestOptions? = nil
    ) async throws -> ThreadMessage {
        let call = Call(
            operation: "create_message", method: .post, endpoint: .threadMessages(thread.rawValue),
            body: try client.encode(request))
        let options = client.merged(options)
        var message: ThreadMessage = try await client.object(call, options: options)
        if client.splitsReasoning(options) { message.splitReasoning() }
        return message
    }

    /// Adds messages to a thread at once, in the order of the conversation: to load one that took place elsewhere.
    ///
    /// - Throws: As ``create(in:_:options:)``.
    @discardableResult
    public func createMany(
        in thread: ThreadID, _ messages: [ThreadMessageRequest], options: RequestOptions? = nil
    ) async throws -> ListPage<ThreadMessage> {
        let call = Call(
            operation: "create_messages", method: .post, endpoint: .threadMessagesBulk(thread.rawValue),
            body: try client.encode(BulkMessagesRequest(messages)))
        return try await page(call, client.merged(options))
    }

    /// One page of a thread's messages, the newest first.
    ///
    /// - Parameters:
    ///   - thread: The thread.
    ///   - limit: The most that are wanted. Default 20; 0 and less count as 20, as in PixiGPT's Go client.
    ///   - after: Only messages that come after this one in the list. The local platform's; PixiGPT documents none.
    ///   - before: Only messages that come before this one in the list. The local platform's.
    ///   - order: Which come first. The local platform's; nil is the newest first.
    /// - Throws: As ``create(in:_:options:)``.
    public func list(
        in thread: ThreadID, limit: Int = 20, after: MessageID? = nil, before: MessageID? = nil,
        order: ListOrder? = nil, options: RequestOptions? = nil
    ) async throws -> ListPage<ThreadMessage> {
        let call = Call(operation: "list_messages", method: .get, endpoint: .threadMessages(thread.rawValue))
        var options = client.merged(options)
        options.query.append((name: "limit", value: String(limit > 0 ? limit : 20)))
        if let after { options.query.append((name: "after", value: after.rawValue)) }
        if let before { options.query.append((name: "before", value: before.rawValue)) }
        if let order { options.query.append((name: "order", value: order.rawValue)) }
        return try await page(call, options)
    }

    /// All of a thread's messages, the newest first, asked for page by page while they are read.
    ///
    /// - Parameters:
    ///   - thread: The thread.
    ///   - pageSize: How many are asked for at a time. Default 100; 0 and less count as 20.
    ///   - order: Which come first; nil is the newest first.
    ///   - options: What holds for each of the calls.
    public func all(
        in thread: ThreadID, pageSize: Int = 100, order: ListOrder? = nil, options: RequestOptions? = nil
    ) -> PagedList<ThreadMessage> {
        PagedList("messages", id: \.id.rawValue) { (after) async throws in
            try await list(
                in: thread, limit: pageSize, after: after.map { MessageID(rawValue: $0) }, order: order,
                options: options)
        }
    }

    private func page(_ call: Call, _ options: RequestOptions) async throws -> ListPage<ThreadMessage> {
        var page: ListPage<ThreadMessage> = try await client.object(call, options: options)
        if client.splitsReasoning(options) {
            for index in page.data.indices { page.data[index].splitReasoning() }
        }
        return page
    }
}
