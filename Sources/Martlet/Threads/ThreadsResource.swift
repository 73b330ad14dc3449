import HTTPTypes
public import MartletAPI
import NIOCore

/// Conversations that the platform keeps: `/threads`. PixiGPT and the local platform have them.
///
/// A thread takes messages; a run lets an assistant answer it:
///
/// ```swift
/// let thread = try await client.threads.create()
/// try await client.threads.messages.create(in: thread.id, .user("What is a martlet?"))
/// let run = try await client.threads.runs.create(in: thread.id, assistant: assistant.id)
/// let done = try await client.threads.runs.wait(for: run)
/// print(done.message?.text ?? "")
/// ```
public struct ThreadsResource: Sendable {
    let client: MartletClient

    /// The messages of threads.
    public var messages: ThreadMessagesResource { ThreadMessagesResource(client: client) }
    /// The runs in threads.
    public var runs: RunsResource { RunsResource(client: client) }

    /// Makes a thread.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` on platforms without threads; `CancellationError`.
    public func create(options: RequestOptions? = nil) async throws -> ChatThread {
        // PixiGPT: "`POST /threads` sends literally `{}`".
        let call = Call(
            operation: "create_thread", method: .post, endpoint: .threads, body: ByteBuffer(string: "{}"))
        return try await client.object(call, options: client.merged(options))
    }

    /// One thread.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such thread;
    ///   ``MartletError/Code/invalidArgument`` when the id is empty; `CancellationError`.
    public func retrieve(_ id: ThreadID, options: RequestOptions? = nil) async throws -> ChatThread {
        let call = Call(operation: "retrieve_thread", method: .get, endpoint: .thread(id.rawValue))
        return try await client.object(call, options: client.merged(options))
    }

    /// The key's threads, all in one list.
    ///
    /// - Throws: ``MartletError``; `CancellationError`.
    public func list(options: RequestOptions? = nil) async throws -> ListPage<ChatThread> {
        let call = Call(operation: "list_threads", method: .get, endpoint: .threads)
        return try await client.object(call, options: client.merged(options))
    }

    /// Deletes a thread and its messages.
    ///
    /// - Throws: As ``retrieve(_:options:)``.
    @discardableResult
    public func delete(_ id: ThreadID, options: RequestOptions? = nil) async throws -> DeletionStatus {
        try await client.delete(
            .thread(id.rawValue), operation: "delete_thread", id: id.rawValue, object: "thread.deleted",
            options: options)
    }
}

extension MartletClient {
    /// Conversations that the platform keeps.
    public var threads: ThreadsResource { ThreadsResource(client: self) }
}
