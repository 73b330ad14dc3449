import HTTPTypes
import Hummingbird
import MartletAPI

/// PixiGPT's runs: `/v1/threads/{thread}/runs`. To list and to cancel runs is an extension in the same shapes.
struct PixiGPTRuns: Sendable {
    let stores: PlatformStores
    let service: RunService
    let limits: PlatformLimits

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let asked = try RequestBody.decode(RunRequest.self, from: try await request.collectBody(limits: limits))
        try RequestBody.check(
            asked.additionalProperties,
            modelled: ["assistant_id", "enable_thinking", "temperature", "max_tokens"], refusesOthers: true)
        try RequestBody.check("temperature", asked.temperature, in: 0...2)
        try RequestBody.check("max_tokens", asked.maxTokens, in: 0...Int(Int32.max))
        let run = try await service.create(
            in: context.id("thread"), of: context.account, by: asked.assistantID
        ) { Self.parameters(asked, of: $0) }
        return try await response(run, to: request)
    }

    @concurrent @Sendable func list(_ request: Request, context: PlatformContext) async throws -> Response {
        let id: ThreadID = context.id("thread")
        let query = try PageQuery(request, limit: 20, maximum: limits.listed)
        guard let page = try await stores.runs.runs(in: id, of: context.account, query) else {
            throw PlatformError.unknownThread(id)
        }
        var runs: [ThreadRun] = []
        for run in page.items { runs.append(try await shape(run, for: request)) }
        return try .json(
            ListPage(
                runs, firstID: runs.first?.id.rawValue, lastID: runs.last?.id.rawValue, hasMore: page.hasMore))
    }

    @concurrent @Sendable func retrieve(_ request: Request, context: PlatformContext) async throws -> Response {
        let run = try await service.run(context.id("run"), in: context.id("thread"), of: context.account)
        return try await response(run, to: request)
    }

    @concurrent @Sendable func cancel(_ request: Request, context: PlatformContext) async throws -> Response {
        let run = try await service.cancel(context.id("run"), in: context.id("thread"), of: context.account)
        return try await response(run, to: request)
    }

    /// The same defaults as in chat.
    private static func parameters(_ asked: RunRequest, of assistant: StoredAssistant) -> JSONObject {
        var chat = ChatCompletionRequest(model: nil, messages: [])
        chat.temperature = asked.temperature ?? assistant.details["temperature"]?.doubleValue
        chat.maxTokens = asked.maxTokens
        chat.enableThinking = asked.enableThinking
        PixiGPTDialect.applyDefaults(to: &chat)
        var parameters: JSONObject = [:]
        for name in ["top_p", "response_format", "reasoning_effort"] { parameters[name] = assistant.details[name] }
        // Its clients cannot run the functions that OpenAI's clients gave an assistant; the platform searches files.
        let tools = assistant.details["tools"]?.arrayValue ?? []
        parameters["tools"] = .array(tools.filter { $0["type"] == "file_search" })
        parameters["enable_thinking"] = chat.enableThinking.map { .bool($0) }
        parameters["temperature"] = chat.temperature.map { .number($0) }
        parameters["max_tokens"] = chat.maxTokens.map { .integer($0) }
        return parameters
    }

    private func shape(_ run: StoredRun, for request: Request) async throws -> ThreadRun {
        PixiGPTShapes.run(run, message: try await service.message(of: run), hasReason: request.prefersLastError)
    }

    private func response(_ run: StoredRun, to request: Request) async throws -> Response {
        var response = try Response.json(try await shape(run, for: request))
        if request.prefersLastError { response.headers[.preferenceApplied] = "last-error" }
        return response
    }
}

extension Request {
    /// RFC 7240: a preference that the stock clients do not have, so that they never get what they cannot read.
    fileprivate var prefersLastError: Bool {
        headers[values: .prefer].contains { $0.split(separator: ",").contains { $0.trimmed == "last-error" } }
    }
}

extension Substring {
    fileprivate var trimmed: String { String(self).trimmingWhitespace().lowercased() }
}

extension HTTPField.Name {
    fileprivate static let prefer = Self("Prefer")!
    fileprivate static let preferenceApplied = Self("Preference-Applied")!
}
