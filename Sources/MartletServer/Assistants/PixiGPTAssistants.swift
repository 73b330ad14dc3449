import HTTPTypes
import Hummingbird
import MartletAPI

/// PixiGPT's assistants: `/v1/assistants`.
struct PixiGPTAssistants: Sendable {
    let stores: PlatformStores
    let limits: PlatformLimits
    let clock: WallClock

    @concurrent @Sendable func list(_ request: Request, context: PlatformContext) async throws -> Response {
        let query = try PageQuery(request, limit: nil, maximum: limits.listed)
        let page = try await stores.assistants.assistants(of: context.account, query)
        return try .json(ListPage(page.items.map(PixiGPTShapes.assistant)))
    }

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let asked = try await self.request(request)
        let assistant = StoredAssistant(
            id: AssistantID(rawValue: Identifier.make("asst")), owner: context.account, createdAt: clock.now(),
            name: asked.name, instructions: asked.instructions, toolsConfig: asked.toolsConfig.value)
        try await stores.assistants.insert(assistant)
        return try .json(PixiGPTShapes.assistant(assistant))
    }

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        try .json(PixiGPTShapes.assistant(try await assistant(context)))
    }

    /// "server PUT: key absent = keep, null = clear."
    @concurrent @Sendable func update(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: AssistantID = context.id("assistant")
        let asked = try await self.request(request)
        let updated = try await stores.assistants.updateAssistant(id, of: context.account) { assistant in
            assistant.name = asked.name
            assistant.instructions = asked.instructions
            assistant.toolsConfig = asked.toolsConfig.applied(to: assistant.toolsConfig)
        }
        guard let updated else { throw PlatformError.unknownAssistant(id) }
        return try .json(PixiGPTShapes.assistant(updated))
    }

    @concurrent @Sendable func delete(_: Request, context: PlatformContext) async throws -> Response {
        let id: AssistantID = context.id("assistant")
        guard try await stores.assistants.deleteAssistant(id, of: context.account) else {
            throw PlatformError.unknownAssistant(id)
        }
        return try .json(DeletionStatus(id: id.rawValue, object: "assistant.deleted"))
    }

    /// "threads having a run with this assistant".
    @concurrent @Sendable func threads(_ request: Request, context: PlatformContext) async throws -> Response {
        let query = try PageQuery(request, limit: nil, maximum: limits.listed)
        let assistant = try await assistant(context)
        let page = try await stores.threads.threads(of: context.account, answeredBy: assistant.id, query)
        return try .json(ListPage(page.items.map(PixiGPTShapes.thread)))
    }

    private func assistant(_ context: PlatformContext) async throws -> StoredAssistant {
        let id: AssistantID = context.id("assistant")
        guard let assistant = try await stores.assistants.assistant(id, of: context.account) else {
            throw PlatformError.unknownAssistant(id)
        }
        return assistant
    }

    private func request(_ request: Request) async throws -> AssistantRequest {
        let asked = try RequestBody.decode(
            AssistantRequest.self, from: try await request.collectBody(limits: limits))
        try RequestBody.check(
            asked.additionalProperties, modelled: ["name", "instructions", "tools_config"], refusesOthers: true)
        guard !asked.name.trimmingWhitespace().isEmpty else {
            throw PlatformError.invalidRequest("name must not be empty.", parameter: "name")
        }
        return asked
    }
}
