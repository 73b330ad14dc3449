import Hummingbird

/// The routes of assistants, threads, messages and runs.
struct AssistantRoutes: Sendable {
    let assistants: PixiGPTAssistants
    let threads: PixiGPTThreads
    let runs: PixiGPTRuns

    init(stores: PlatformStores, runs service: RunService, limits: PlatformLimits, clock: WallClock) {
        assistants = PixiGPTAssistants(stores: stores, limits: limits, clock: clock)
        threads = PixiGPTThreads(stores: stores, limits: limits, clock: clock)
        runs = PixiGPTRuns(stores: stores, service: service, limits: limits)
    }

    func add(to router: Router<PlatformContext>) {
        router.get("/v1/assistants", use: assistants.list)
        router.post("/v1/assistants", use: assistants.create)
        router.get("/v1/assistants/:assistant", use: assistants.retrieve)
        router.put("/v1/assistants/:assistant", use: assistants.update)
        router.delete("/v1/assistants/:assistant", use: assistants.delete)
        router.get("/v1/assistants/:assistant/threads", use: assistants.threads)
        router.post("/v1/threads", use: threads.create)
        router.get("/v1/threads", use: threads.list)
        router.get("/v1/threads/:thread", use: threads.retrieve)
        router.delete("/v1/threads/:thread", use: threads.delete)
        router.post("/v1/threads/:thread/messages", use: threads.createMessage)
        router.get("/v1/threads/:thread/messages", use: threads.listMessages)
        router.post("/v1/threads/:thread/messages/bulk", use: threads.createMessages)
        router.post("/v1/threads/:thread/runs", use: runs.create)
        router.get("/v1/threads/:thread/runs", use: runs.list)
        router.get("/v1/threads/:thread/runs/:run", use: runs.retrieve)
        router.post("/v1/threads/:thread/runs/:run/cancel", use: runs.cancel)
    }
}
