import HTTPTypes
public import MartletAPI
import NIOCore

/// Assistants, whose instructions runs follow: `/assistants`. PixiGPT and the local platform have them.
public struct AssistantsResource: Sendable {
    let client: MartletClient

    /// Makes an assistant.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` on platforms without assistants; `CancellationError`.
    public func create(_ request: AssistantRequest, options: RequestOptions? = nil) async throws -> Assistant {
        let call = Call(
            operation: "create_assistant", method: .post, endpoint: .assistants, body: try client.encode(request))
        return try await client.object(call, options: client.merged(options))
    }

    /// One assistant.
    ///
    /// - Throws: ``MartletError``; ``MartletError/Code/notFound`` when there is no such assistant;
    ///   ``MartletError/Code/invalidArgument`` when the id is empty; `CancellationError`.
    public func retrieve(_ id: AssistantID, options: RequestOptions? = nil) async throws -> Assistant {
        let call = Call(operation: "retrieve_assistant", method: .get, endpoint: .assistant(id.rawValue))
        return try await client.object(call, options: client.merged(options))
    }

    /// The key's assistants, all in one list.
    ///
    /// - Throws: ``MartletError``; `CancellationError`.
    public func list(options: RequestOptions? = nil) async throws -> ListPage<Assistant> {
        let call = Call(operation: "list_assistants", method: .get, endpoint: .assistants)
        return try await client.object(call, options: client.merged(options))
    }

    /// Changes an assistant to what the request says.
    ///
    /// PixiGPT sends a PUT: name and instructions are replaced, and of the tools "key absent = keep, null = clear".
    ///
    /// - Throws: As ``retrieve(_:options:)``.
    public func update(
        _ id: AssistantID, _ request: AssistantRequest, options: RequestOptions? = nil
    ) async throws -> Assistant {
        let call = Call(
            operation: "update_assistant", method: .put, endpoint: .assistant(id.rawValue),
            body: try client.encode(request))
        return try await client.object(call, options: client.merged(options))
    }

    /// Deletes an assistant. Its threads stay.
    ///
    /// - Throws: As ``retrieve(_:options:)``.
    @discardableResult
    public func delete(_ id: AssistantID, options: RequestOptions? = nil) async throws -> DeletionStatus {
        try await client.delete(
            .assistant(id.rawValue), operation: "delete_assistant", id: id.rawValue, object: "assistant.deleted",
            options: options)
    }

    /// The threads in which the assistant has a run.
    ///
    /// - Parameter limit: The most that are wanted. Default 20, as PixiGPT's Python client sends; nil, and 0 and less,
    ///   leave it to the platform.
    /// - Throws: As ``retrieve(_:options:)``.
    public func threads(
        of id: AssistantID, limit: Int? = 20, options: RequestOptions? = nil
    ) async throws -> ListPage<ChatThread> {
        let call = Call(operation: "list_assistant_threads", method: .get, endpoint: .assistantThreads(id.rawValue))
        var options = client.merged(options)
        if let limit, limit > 0 { options.query.append((name: "limit", value: String(limit))) }
        return try await client.object(call, options: options)
    }
}

extension MartletClient {
    /// Assistants, whose instructions runs follow.
    public var assistants: AssistantsResource { AssistantsResource(client: self) }
}
