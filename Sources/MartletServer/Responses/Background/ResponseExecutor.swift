import Logging
import MartletAPI

/// Answers a response in the background.
struct ResponseExecutor: Sendable {
    /// How often the model is asked when it has no time.
    static let maximumAttempts = 6

    let engine: any InferenceEngine
    let limits: PlatformLimits
    let logger: Logger
    let clock: WallClock

    /// - Parameter log: Where what happens is told; nil when nobody wants to know.
    /// - Returns: The response at its end, which has not been told.
    /// - Throws: `CancellationError`, and nothing else: what fails is the response's failure.
    func execute(_ claim: ClaimedResponse, log: ResponseLog?) async throws -> ResponseAssembler {
        var object = claim.response.object
        object.status = .queued
        let tools: ResponseTools
        var assembler: ResponseAssembler
        do {
            var declared = try ResponseTools(object.tools)
            try declared.add(declaredIn: claim.items)
            tools = declared
        } catch {
            assembler = ResponseAssembler(object, tools: .none, firstNumber: log?.next ?? 0)
            assembler.fail(ResponseError(error))
            return assembler
        }
        assembler = ResponseAssembler(object, tools: tools, firstNumber: log?.next ?? 0)
        // Whoever ordered it was told; whoever comes after a restart was not.
        if let log, log.next == log.first { assembler.create() }
        assembler.begin()
        log?.append(assembler.takeEvents())
        if let failure = claim.failure {
            assembler.fail(failure)
            return assembler
        }
        do {
            let prompt = ResponsePrompt(response: object, items: claim.items, tools: tools)
            let (answer, isWithoutEffort) = try await askPatiently(try prompt.request(limits: limits))
            if isWithoutEffort { assembler.forgetEffort() }
            var chunks = answer.makeAsyncIterator()
            while let chunk = try await chunks.next() {
                assembler.add(chunk)
                log?.append(assembler.takeEvents())
            }
            assembler.close(now: clock.now())
            log?.append(assembler.takeEvents())
        } catch {
            // A worker that is stopped sees errors of what it was stopped in.
            try Task.checkCancellation()
            if !(error is PlatformError) { logger.error("A response failed", metadata: ["error": "\(error)"]) }
            assembler.fail(ResponseError(error))
        }
        return assembler
    }

    /// Asks again when the engine has no place or is just starting.
    ///
    /// - Returns: The answer, and whether it is asked for without the effort that was wanted.
    private func askPatiently(_ chat: ChatCompletionRequest) async throws -> (EngineChunks, Bool) {
        var chat = chat
        var isWithoutEffort = false
        for attempt in 1... {
            do {
                let chunks = try await ResponseService.ask(engine, &chat) { _ in isWithoutEffort = true }
                return (chunks, isWithoutEffort)
            } catch let error as PlatformError where error.isPassing && attempt < Self.maximumAttempts {
                let wait = error.retryAfter.map { min($0, 30) } ?? 1 << (attempt - 1)
                try await Task.sleep(for: .seconds(wait))
            }
        }
        throw CancellationError()
    }
}
