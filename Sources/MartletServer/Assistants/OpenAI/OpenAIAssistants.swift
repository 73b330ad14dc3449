import HTTPTypes
import Hummingbird
import MartletAPI

/// OpenAI's assistants: `/v1/assistants`.
struct OpenAIAssistants: Sendable {
    let stores: PlatformStores
    let models: ModelResolver
    let resources: FileSearchResources
    let limits: PlatformLimits
    let clock: WallClock

    @concurrent @Sendable func list(_ request: Request, context: PlatformContext) async throws -> Response {
        let page = try await stores.assistants.assistants(of: context.account, .openAI(request))
        var shapes: [JSONValue] = []
        for assistant in page.items { shapes.append(try await shape(assistant)) }
        return try .json(OpenAIShapes.list(shapes, hasMore: page.hasMore))
    }

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        var asked = try OpenAIAssistantRequest(try await request.collectBody(limits: limits), limits: limits)
        _ = try asked.assistant(of: context.account, now: clock.now())
        asked.toolResources = try await resources.resolved(asked.toolResources, of: context.account)
        let assistant = try asked.assistant(of: context.account, now: clock.now())
        try await stores.assistants.insert(assistant)
        return try .json(try await shape(assistant))
    }

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        let id: AssistantID = context.id("assistant")
        guard let assistant = try await stores.assistants.assistant(id, of: context.account) else {
            throw PlatformError.unknownAssistant(id)
        }
        return try .json(try await shape(assistant))
    }

    @concurrent @Sendable func update(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: AssistantID = context.id("assistant")
        var asked = try OpenAIAssistantRequest(try await request.collectBody(limits: limits), limits: limits)
        guard try await stores.assistants.assistant(id, of: context.account) != nil else {
            throw PlatformError.unknownAssistant(id)
        }
        asked.toolResources = try await resources.resolved(asked.toolResources, of: context.account)
        let change = asked
        let updated = try await stores.assistants.updateAssistant(id, of: context.account) { try change.change(&$0) }
        guard let updated else { throw PlatformError.unknownAssistant(id) }
        return try .json(try await shape(updated))
    }

    private func shape(_ assistant: StoredAssistant) async throws -> JSONValue {
        OpenAIShapes.assistant(assistant, model: try await models.model(assistant.model, for: .chat))
    }
}

extension PageQuery {
    /// OpenAI: "Limit can range between 1 and 100, and the default is 20."
    ///
    /// - Throws: ``PlatformError`` with 400.
    static func openAI(_ request: Request) throws(PlatformError) -> PageQuery {
        try PageQuery(request, limit: 20, maximum: 100)
    }
}
