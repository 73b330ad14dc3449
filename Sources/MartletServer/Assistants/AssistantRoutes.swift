import Hummingbird

/// The routes of assistants, threads, messages and runs, in both dialects.
struct AssistantRoutes: Sendable {
    let assistants: PixiGPTAssistants
    let threads: PixiGPTThreads
    let runs: PixiGPTRuns
    let openAI: OpenAI

    /// What answers OpenAI's clients.
    struct OpenAI: Sendable {
        let assistants: OpenAIAssistants
        let threads: OpenAIThreads
        let messages: OpenAIMessages
        let runs: OpenAIRuns
    }

    init(
        stores: PlatformStores, runs service: RunService, vectorStores: VectorStoreService?, limits: PlatformLimits,
        clock: WallClock, monitor: ConnectionMonitor
    ) {
        let resources = FileSearchResources(service: vectorStores, threads: stores.threads)
        assistants = PixiGPTAssistants(stores: stores, limits: limits, clock: clock)
        threads = PixiGPTThreads(stores: stores, runs: service, limits: limits, clock: clock)
        runs = PixiGPTRuns(stores: stores, service: service, limits: limits)
        openAI = OpenAI(
            assistants: OpenAIAssistants(
                stores: stores, models: service.models, resources: resources, limits: limits, clock: clock),
            threads: OpenAIThreads(stores: stores, resources: resources, limits: limits, clock: clock),
            messages: OpenAIMessages(stores: stores, resources: resources, limits: limits, clock: clock),
            runs: OpenAIRuns(
                stores: stores, resources: resources, service: service, limits: limits, clock: clock,
                streams: RunStreams(monitor: monitor)))
    }

    func add(to router: Router<PlatformContext>) {
        addShared(to: router)
        addPixiGPT(to: router)
        addOpenAI(to: router)
    }

    /// What both have, each in its own shapes.
    private func addShared(to router: Router<PlatformContext>) {
        typealias Dialect = AssistantsDialect
        router.get(
            "/v1/assistants", use: Dialect.handler(pixiGPT: assistants.list, openAI: openAI.assistants.list))
        router.post(
            "/v1/assistants", use: Dialect.handler(pixiGPT: assistants.create, openAI: openAI.assistants.create))
        router.get(
            "/v1/assistants/:assistant",
            use: Dialect.handler(pixiGPT: assistants.retrieve, openAI: openAI.assistants.retrieve))
        router.delete("/v1/assistants/:assistant", use: assistants.delete)
        router.post("/v1/threads", use: Dialect.handler(pixiGPT: threads.create, openAI: openAI.threads.create))
        router.get(
            "/v1/threads/:thread",
            use: Dialect.handler(pixiGPT: threads.retrieve, openAI: openAI.threads.retrieve))
        router.delete("/v1/threads/:thread", use: threads.delete)
        router.post(
            "/v1/threads/:thread/messages",
            use: Dialect.handler(pixiGPT: threads.createMessage, openAI: openAI.messages.create))
        router.get(
            "/v1/threads/:thread/messages",
            use: Dialect.handler(pixiGPT: threads.listMessages, openAI: openAI.messages.list))
        router.post(
            "/v1/threads/:thread/runs", use: Dialect.handler(pixiGPT: runs.create, openAI: openAI.runs.create))
        router.get("/v1/threads/:thread/runs", use: Dialect.handler(pixiGPT: runs.list, openAI: openAI.runs.list))
        router.get(
            "/v1/threads/:thread/runs/:run",
            use: Dialect.handler(pixiGPT: runs.retrieve, openAI: openAI.runs.retrieve))
        router.post(
            "/v1/threads/:thread/runs/:run/cancel",
            use: Dialect.handler(pixiGPT: runs.cancel, openAI: openAI.runs.cancel))
    }

    /// What only PixiGPT has, whoever asks.
    private func addPixiGPT(to router: Router<PlatformContext>) {
        router.put("/v1/assistants/:assistant", use: assistants.update)
        router.get("/v1/assistants/:assistant/threads", use: assistants.threads)
        router.get("/v1/threads", use: threads.list)
        router.post("/v1/threads/:thread/messages/bulk", use: threads.createMessages)
    }

    /// What only OpenAI has, whoever asks.
    private func addOpenAI(to router: Router<PlatformContext>) {
        router.post("/v1/assistants/:assistant", use: openAI.assistants.update)
        router.post("/v1/threads/runs", use: openAI.runs.createWithThread)
        router.post("/v1/threads/:thread", use: openAI.threads.update)
        router.get("/v1/threads/:thread/messages/:message", use: openAI.messages.retrieve)
        router.post("/v1/threads/:thread/messages/:message", use: openAI.messages.update)
        router.delete("/v1/threads/:thread/messages/:message", use: openAI.messages.delete)
        router.post("/v1/threads/:thread/runs/:run", use: openAI.runs.update)
        router.post("/v1/threads/:thread/runs/:run/submit_tool_outputs", use: openAI.runs.submit)
        router.get("/v1/threads/:thread/runs/:run/steps", use: openAI.runs.listSteps)
        router.get("/v1/threads/:thread/runs/:run/steps/:step", use: openAI.runs.retrieveStep)
    }
}
