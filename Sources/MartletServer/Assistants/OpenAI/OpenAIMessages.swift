import HTTPTypes
import Hummingbird
import MartletAPI

/// OpenAI's messages: `/v1/threads/{thread}/messages`.
struct OpenAIMessages: Sendable {
    let stores: PlatformStores
    let resources: FileSearchResources
    let limits: PlatformLimits
    let clock: WallClock

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: ThreadID = context.id("thread")
        let members = try RequestMembers(
            try await request.collectBody(limits: limits), allowed: OpenAIMessageRequest.parameters)
        let message = try OpenAIMessageRequest.message(members, at: "", in: id, now: clock.now())
        try await resources.attach(filesOf: [message], to: id, of: context.account)
        guard try await stores.threads.append([message], to: id, of: context.account) else {
            throw PlatformError.unknownThread(id)
        }
        return try .json(OpenAIShapes.message(message))
    }

    @concurrent @Sendable func list(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: ThreadID = context.id("thread")
        let run = request.uri.queryParameters["run_id"].flatMap { $0.isEmpty ? nil : RunID(rawValue: String($0)) }
        let page = try await stores.threads.messages(in: id, of: context.account, answeredBy: run, .openAI(request))
        guard let page else { throw PlatformError.unknownThread(id) }
        return try .json(OpenAIShapes.list(page.items.map { OpenAIShapes.message($0) }, hasMore: page.hasMore))
    }

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        let (thread, id) = Self.ids(context)
        guard let message = try await stores.threads.message(id, in: thread, of: context.account) else {
            throw PlatformError.unknownMessage(id, in: thread)
        }
        return try .json(OpenAIShapes.message(message))
    }

    /// "You can only modify the metadata."
    @concurrent @Sendable func update(_ request: Request, context: PlatformContext) async throws -> Response {
        let (thread, id) = Self.ids(context)
        let members = try RequestMembers(try await request.collectBody(limits: limits), allowed: ["metadata"])
        let metadata = try Metadata.checked(members["metadata"])
        let updated = try await stores.threads.updateMessage(id, in: thread, of: context.account) { message in
            if members.has("metadata") { message.metadata = metadata }
        }
        guard let updated else { throw PlatformError.unknownMessage(id, in: thread) }
        return try .json(OpenAIShapes.message(updated))
    }

    @concurrent @Sendable func delete(_: Request, context: PlatformContext) async throws -> Response {
        let (thread, id) = Self.ids(context)
        guard try await stores.threads.deleteMessage(id, in: thread, of: context.account) else {
            throw PlatformError.unknownMessage(id, in: thread)
        }
        return try .json(DeletionStatus(id: id.rawValue, object: "thread.message.deleted"))
    }

    private static func ids(_ context: PlatformContext) -> (ThreadID, MessageID) {
        (context.id("thread"), context.id("message"))
    }
}
