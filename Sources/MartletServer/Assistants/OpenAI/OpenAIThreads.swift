import HTTPTypes
import Hummingbird
import MartletAPI

/// OpenAI's threads: `/v1/threads`.
struct OpenAIThreads: Sendable {
    static let parameters: Set<String> = ["messages", "metadata", "tool_resources"]

    let stores: PlatformStores
    let resources: FileSearchResources
    let limits: PlatformLimits
    let clock: WallClock

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let members = try RequestMembers(
            try await request.collectBody(limits: limits), allowed: Self.parameters, isOptional: true)
        var (thread, messages) = try Self.thread(members, of: context.account, now: clock.now(), limits: limits)
        thread.toolResources = try await resources.resolved(thread.toolResources, messages, of: context.account)
        try await stores.threads.insert(thread, messages: messages)
        return try .json(OpenAIShapes.thread(thread))
    }

    /// A new thread, and its first messages.
    ///
    /// - Parameter place: Where in the request it stands, such as `thread.`.
    /// - Throws: ``PlatformError`` with 400.
    static func thread(
        _ members: RequestMembers, at place: String = "", of owner: AccountID, now: Int, limits: PlatformLimits
    ) throws(PlatformError) -> (StoredThread, [StoredMessage]) {
        let thread = StoredThread(
            id: ThreadID(rawValue: Identifier.make("thread")), owner: owner, createdAt: now,
            metadata: try Metadata.checked(members["metadata"], at: place),
            toolResources: try FileSearchResources.checked(members, at: place))
        let messages = try OpenAIMessageRequest.messages(
            members, "messages", at: place, in: thread.id, now: now, limits: limits)
        return (thread, messages)
    }

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        let id: ThreadID = context.id("thread")
        guard let thread = try await stores.threads.thread(id, of: context.account) else {
            throw PlatformError.unknownThread(id)
        }
        return try .json(OpenAIShapes.thread(thread))
    }

    @concurrent @Sendable func update(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: ThreadID = context.id("thread")
        let members = try RequestMembers(
            try await request.collectBody(limits: limits), allowed: ["metadata", "tool_resources"])
        let metadata = try Metadata.checked(members["metadata"])
        guard try await stores.threads.thread(id, of: context.account) != nil else {
            throw PlatformError.unknownThread(id)
        }
        let resources = try await self.resources.resolved(
            try FileSearchResources.checked(members), of: context.account)
        let updated = try await stores.threads.updateThread(id, of: context.account) { thread in
            if members.has("metadata") { thread.metadata = metadata }
            if members.has("tool_resources") { thread.toolResources = resources }
        }
        guard let updated else { throw PlatformError.unknownThread(id) }
        return try .json(OpenAIShapes.thread(updated))
    }
}
