import Foundation
import HTTPTypes
import Hummingbird
import MartletAPI
import NIOCore

/// OpenAI's runs: `/v1/threads/{thread}/runs`, and `/v1/threads/runs`, which makes the thread too.
struct OpenAIRuns: Sendable {
    let stores: PlatformStores
    let resources: FileSearchResources
    let service: RunService
    let limits: PlatformLimits
    let clock: WallClock
    let streams: RunStreams

    @concurrent @Sendable func create(_ request: Request, context: PlatformContext) async throws -> Response {
        let thread: ThreadID = context.id("thread")
        let members = try RequestMembers(
            try await request.collectBody(limits: limits), allowed: OpenAIRunRequest.create)
        let asked = try OpenAIRunRequest(members, limits: limits)
        let messages = try OpenAIMessageRequest.messages(
            members, "additional_messages", in: thread, now: clock.now(), limits: limits)
        let run = try await prepare(asked, in: thread, of: context.account)
        try await resources.attach(filesOf: messages, to: thread, of: context.account)
        // Watched before it can begin.
        let watcher = asked.isStreamed ? service.events.watch(run.id) : nil
        try await service.queue(run, behind: messages)
        guard let watcher else { return try .json(OpenAIShapes.run(run)) }
        let includesResults = request.includesSearchResults
        return streams.response(watcher, context: context) { stream in
            stream.includesResults = includesResults
            stream.begin(run)
        }
    }

    @concurrent @Sendable func createWithThread(
        _ request: Request, context: PlatformContext
    ) async throws -> Response {
        let members = try RequestMembers(
            try await request.collectBody(limits: limits), allowed: OpenAIRunRequest.createAndRun)
        var asked = try OpenAIRunRequest(members, limits: limits)
        var (thread, messages) = try OpenAIThreads.thread(
            try RequestMembers(members["thread"] ?? [:], named: "thread", allowed: OpenAIThreads.parameters),
            at: "thread.", of: context.account, now: clock.now(), limits: limits)
        // Everything that can be refused is refused before there is a thread.
        _ = try await prepare(asked, in: thread.id, of: context.account)
        asked.toolResources = try await resources.resolved(asked.toolResources, of: context.account)
        thread.toolResources = try await resources.resolved(
            thread.toolResources, messages, at: "thread.", of: context.account)
        let run = try await prepare(asked, in: thread.id, of: context.account)
        let watcher = asked.isStreamed ? service.events.watch(run.id) : nil
        try await stores.threads.insert(thread, messages: messages)
        try await service.queue(run, behind: [])
        guard let watcher else { return try .json(OpenAIShapes.run(run)) }
        return streams.response(watcher, context: context) { [thread] in $0.begin(run, in: thread) }
    }

    private func prepare(
        _ asked: OpenAIRunRequest, in thread: ThreadID, of owner: AccountID
    ) async throws -> StoredRun {
        try await service.prepare(
            id: RunID(rawValue: Identifier.make("run")), in: thread, of: owner, by: asked.assistantID,
            model: asked.model, metadata: asked.metadata, parameters: asked.parameters)
    }

    @concurrent @Sendable func list(_ request: Request, context: PlatformContext) async throws -> Response {
        let thread: ThreadID = context.id("thread")
        guard let page = try await stores.runs.runs(in: thread, of: context.account, .openAI(request)) else {
            throw PlatformError.unknownThread(thread)
        }
        var shapes: [JSONValue] = []
        for run in page.items { shapes.append(try await shape(run)) }
        return try .json(OpenAIShapes.list(shapes, hasMore: page.hasMore))
    }

    @concurrent @Sendable func retrieve(_: Request, context: PlatformContext) async throws -> Response {
        try .json(try await shape(try await run(context)))
    }

    /// "Modifies a run": its metadata.
    @concurrent @Sendable func update(_ request: Request, context: PlatformContext) async throws -> Response {
        let (thread, id) = Self.ids(context)
        let members = try RequestMembers(try await request.collectBody(limits: limits), allowed: ["metadata"])
        let metadata = try Metadata.checked(members["metadata"])
        let updated = try await stores.runs.updateRun(id, in: thread, of: context.account) { run in
            if members.has("metadata") { run.metadata = metadata }
        }
        guard let updated else { throw PlatformError.unknownRun(id, in: thread) }
        return try .json(try await shape(updated))
    }

    /// OpenAI's runs are `cancelling` for a while; ours are `cancelled` at once.
    @concurrent @Sendable func cancel(_: Request, context: PlatformContext) async throws -> Response {
        let (thread, id) = Self.ids(context)
        return try .json(try await shape(try await service.cancel(id, in: thread, of: context.account)))
    }

    @concurrent @Sendable func submit(_ request: Request, context: PlatformContext) async throws -> Response {
        let (thread, id) = Self.ids(context)
        let members = try RequestMembers(
            try await request.collectBody(limits: limits), allowed: ["tool_outputs", "stream"])
        let outputs = try Self.outputs(members)
        let isStreamed = try members.bool("stream") ?? false
        let waiting = try await run(context)
        // Watched before it can go on; what the worker that left it waiting says late is not of this answer.
        let watcher = isStreamed ? service.events.watch(id, after: waiting.attempt) : nil
        let (run, step) = try await service.submit(outputs, to: id, in: thread, of: context.account)
        guard let watcher else { return try .json(try await shape(run)) }
        return streams.response(watcher, context: context) { $0.resume(run, after: step) }
    }

    private static func outputs(_ members: RequestMembers) throws(PlatformError) -> [ToolCallID: String] {
        guard let asked = try members.array("tool_outputs") else { throw members.missing("tool_outputs") }
        var outputs: [ToolCallID: String] = [:]
        for (index, value) in asked.enumerated() {
            let name = "tool_outputs[\(index)]"
            let output = try RequestMembers(value, named: name, allowed: ["tool_call_id", "output"])
            let id = ToolCallID(rawValue: try output.requiredString("tool_call_id"))
            guard outputs.updateValue(try output.string("output") ?? "", forKey: id) == nil else {
                throw .invalidRequest(
                    "\(name) is a second output of the same call.", parameter: "\(name).tool_call_id")
            }
        }
        return outputs
    }

    // MARK: Steps

    @concurrent @Sendable func listSteps(_ request: Request, context: PlatformContext) async throws -> Response {
        let query = try PageQuery.openAI(request)
        let run = try await run(context)
        let page = try query.page(of: try await stores.runs.steps(of: run.id))
        let shapes = page.items.map { step in
            OpenAIShapes.step(step, of: run, includesResults: request.includesSearchResults)
        }
        return try .json(OpenAIShapes.list(shapes, hasMore: page.hasMore))
    }

    @concurrent @Sendable func retrieveStep(_ request: Request, context: PlatformContext) async throws -> Response {
        let run = try await run(context)
        let id = context.parameters.get("step") ?? ""
        guard let step = try await stores.runs.steps(of: run.id).first(where: { $0.id == id }) else {
            throw PlatformError.unknownStep(id, of: run.id)
        }
        return try .json(OpenAIShapes.step(step, of: run, includesResults: request.includesSearchResults))
    }

    private func run(_ context: PlatformContext) async throws -> StoredRun {
        let (thread, id) = Self.ids(context)
        return try await service.run(id, in: thread, of: context.account)
    }

    private func shape(_ run: StoredRun) async throws -> JSONValue {
        guard run.parameters["instructions"] == nil else { return OpenAIShapes.run(run) }
        let assistant = try await stores.assistants.assistant(run.assistantID, of: run.owner)
        return OpenAIShapes.run(run, assistant: assistant)
    }

    private static func ids(_ context: PlatformContext) -> (ThreadID, RunID) {
        (context.id("thread"), context.id("run"))
    }
}

extension Request {
    /// OpenAI: "Currently the only supported value is `step_details.tool_calls[*].file_search.results[*].content`".
    fileprivate var includesSearchResults: Bool {
        guard let query = uri.query else { return false }
        return (query.removingPercentEncoding ?? query).contains("file_search.results[*].content")
    }
}
