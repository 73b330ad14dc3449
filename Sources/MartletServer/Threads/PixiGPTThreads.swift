import HTTPTypes
import Hummingbird
import MartletAPI

/// PixiGPT's threads and messages: `/v1/threads`.
struct PixiGPTThreads: Sendable {
    let stores: PlatformStores
    let runs: RunService
    let limits: PlatformLimits
    let clock: WallClock

    /// "List: `limit` default 20".
    private static let listedMessages = 20
    private static let roles: Set<ChatRole> = [.user, .assistant, .system]

    // MARK: Threads

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let body = try await request.collectBody(limits: limits)
        var metadata: JSONObject = [:]
        if body.readableBytes > 0 {
            let asked = try RequestBody.decode(JSONValue.self, from: body)
            guard let members = asked.objectValue else {
                throw PlatformError.invalidRequest("The body must be a JSON object.", code: "invalid_json")
            }
            try RequestBody.check(members, allowed: ["metadata"])
            metadata = try Metadata.checked(members["metadata"])
        }
        let thread = StoredThread(
            id: ThreadID(rawValue: Identifier.make("thread")), owner: context.account, createdAt: clock.now(),
            metadata: metadata)
        try await stores.threads.insert(thread, messages: [])
        return try .json(PixiGPTShapes.thread(thread))
    }

    @concurrent @Sendable func list(_ request: Request, context: PlatformContext) async throws -> Response {
        let query = try PageQuery(request, limit: nil, maximum: limits.listed)
        let page = try await stores.threads.threads(of: context.account, answeredBy: nil, query)
        return try .json(ListPage(page.items.map(PixiGPTShapes.thread)))
    }

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        let id: ThreadID = context.id("thread")
        guard let thread = try await stores.threads.thread(id, of: context.account) else {
            throw PlatformError.unknownThread(id)
        }
        return try .json(PixiGPTShapes.thread(thread))
    }

    @concurrent @Sendable func delete(_: Request, context: PlatformContext) async throws -> Response {
        let id: ThreadID = context.id("thread")
        try await runs.deleteThread(id, of: context.account)
        return try .json(DeletionStatus(id: id.rawValue, object: "thread.deleted"))
    }

    // MARK: Messages

    @concurrent @Sendable func createMessage(_ request: Request, context: PlatformContext) async throws -> Response {
        let asked = try RequestBody.decode(
            ThreadMessageRequest.self, from: try await request.collectBody(limits: limits))
        let messages = try await append([asked], at: { _ in "" }, context)
        return try .json(PixiGPTShapes.message(messages[0]))
    }

    /// All of the messages or none.
    @concurrent @Sendable func createMessages(_ request: Request, context: PlatformContext) async throws -> Response {
        let asked = try RequestBody.decode(
            BulkMessagesRequest.self, from: try await request.collectBody(limits: limits))
        try RequestBody.check(asked.additionalProperties, modelled: ["messages"], refusesOthers: true)
        guard !asked.messages.isEmpty else {
            throw PlatformError.invalidRequest("messages must have at least one message.", parameter: "messages")
        }
        guard asked.messages.count <= limits.messages else {
            throw PlatformError.invalidRequest(
                "There are \(asked.messages.count) messages; the limit is \(limits.messages) at a time.",
                parameter: "messages")
        }
        let messages = try await append(asked.messages, at: { "messages[\($0)]." }, context)
        return try .json(ListPage(messages.map(PixiGPTShapes.message)))
    }

    @concurrent @Sendable func listMessages(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: ThreadID = context.id("thread")
        let query = try PageQuery(request, limit: Self.listedMessages, maximum: limits.listed)
        let page = try await stores.threads.messages(in: id, of: context.account, answeredBy: nil, query)
        guard let page else { throw PlatformError.unknownThread(id) }
        return try .json(
            ListPage(
                page.items.map(PixiGPTShapes.message), firstID: page.items.first?.id.rawValue,
                lastID: page.items.last?.id.rawValue, hasMore: page.hasMore))
    }

    private func append(
        _ asked: [ThreadMessageRequest], at place: (Int) -> String, _ context: PlatformContext
    ) async throws -> [StoredMessage] {
        let id: ThreadID = context.id("thread")
        let now = clock.now()
        let messages = try asked.enumerated().map { index, asked in
            try RequestBody.check(asked.additionalProperties, modelled: ["role", "content"], refusesOthers: true)
            guard Self.roles.contains(asked.role) else {
                throw PlatformError.invalidRequest(
                    "\(place(index))role must be user, assistant or system, not '\(asked.role.rawValue.prefix(40))'.",
                    parameter: "\(place(index))role")
            }
            guard !asked.content.isEmpty else {
                throw PlatformError.invalidRequest(
                    "\(place(index))content must not be empty.", parameter: "\(place(index))content")
            }
            return StoredMessage(
                id: MessageID(rawValue: Identifier.make("msg")), threadID: id, createdAt: now, role: asked.role,
                content: [StoredMessage.text(asked.content)])
        }
        guard try await stores.threads.append(messages, to: id, of: context.account) else {
            throw PlatformError.unknownThread(id)
        }
        return messages
    }
}
