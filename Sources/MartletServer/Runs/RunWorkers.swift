import Logging
import MartletAPI
import ServiceLifecycle

/// A bounded pool of workers that answer runs.
///
/// Runs are rows: what is queued when the platform ends is answered when it is there again.
struct RunWorkers: Service {
    let store: any RunStore
    let executor: RunExecutor
    let events: RunEvents
    let underway: Underway<RunID>
    let bell: Bell
    let limit: Int
    let clock: WallClock
    let logger: Logger
    /// How often the queue is looked at when nobody rang.
    var interval: Duration = .seconds(5)

    func run() async throws {
        await withGracefulShutdownHandler {
            await work()
        } onGracefulShutdown: {
            stop()
        }
    }

    /// Stops the workers. What is half done goes back into the queue: it is safe there, and nobody has to wait for its
    /// end.
    func stop() {
        bell.close()
        underway.stopAll()
        events.finishAll()
    }

    private func work() async {
        await requeue()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !bell.isClosed, !Task.isCancelled {
                    try? await Task.sleep(for: interval)
                    await expire()
                    bell.ring()
                }
            }
            await bell.dispatch(atMost: limit, claim: claim, work: { await work(on: $0) })
            group.cancelAll()
        }
    }

    /// Puts what was under way when the platform ended back in the queue. Until that has worked nothing is claimed: a
    /// thread with an interrupted run would wait for it for ever.
    private func requeue() async {
        while !bell.isClosed, !Task.isCancelled {
            do {
                let count = try await store.requeueInterruptedRuns()
                if count > 0 { logger.notice("Interrupted runs are queued again", metadata: ["runs": "\(count)"]) }
                return
            } catch {
                logger.error("The interrupted runs cannot be queued again", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: interval)
            }
        }
    }

    private func claim() async -> ClaimedRun? {
        do {
            return try await store.claimRun(now: clock.now())
        } catch {
            logger.error("No run can be taken up", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private func expire() async {
        do {
            for run in try await store.expireRuns(now: clock.now()) { events.publish(.run(run), of: run.id) }
        } catch {
            logger.error("Runs that wait cannot be ended", metadata: ["error": "\(error)"])
        }
    }

    private func work(on claim: ClaimedRun) async {
        let run = claim.run
        events.publish(.run(run), of: run.id, attempt: run.attempt)
        let result: RunExecutor.Result
        do {
            result = try await underway.perform(run.id) {
                // It may have been called off between its claim and now, when nobody could be told yet.
                let now = try await store.run(run.id, in: run.threadID, of: run.owner)
                guard let now, now.state == .inProgress, now.attempt == run.attempt else { throw CancellationError() }
                return try await executor.execute(claim)
            }
        } catch {
            // Cancelled by its client, which the row says already, or by the end of the platform.
            result = RunExecutor.Result(outcome: .returned, steps: [])
        }
        await finish(run, result)
    }

    /// A run that is not the worker's any more was cancelled, which its watchers may not know yet, or deleted with its
    /// thread.
    private func tellOfLost(_ run: StoredRun) async throws {
        guard let stored = try await store.run(run.id, in: run.threadID, of: run.owner) else {
            return events.forget(run.id, in: run.threadID)
        }
        if stored.state.isTerminal { events.publish(.run(stored), of: run.id) }
    }

    /// Stores the end of a run, again and again until it is stored: without it the thread would be held up.
    private func finish(_ run: StoredRun, _ result: RunExecutor.Result) async {
        await bell.insist { await store(run, result) }
    }

    /// - Returns: Whether it is stored, or needs not to be.
    private func store(_ run: StoredRun, _ result: RunExecutor.Result) async -> Bool {
        do {
            guard
                let ended = try await store.finishRun(
                    run.id, attempt: run.attempt, result.outcome, steps: result.steps, now: clock.now())
            else {
                try await tellOfLost(run)
                return true
            }
            if let message = result.outcome.message {
                events.publish(.messageEnded(message), of: run.id, attempt: run.attempt)
            }
            for step in result.steps { events.publish(.step(step), of: run.id, attempt: run.attempt) }
            events.publish(.run(ended), of: run.id, attempt: run.attempt)
            if let failure = ended.failure {
                logger.info("A run failed", metadata: ["run": "\(run.id)", "code": "\(failure.code)"])
            }
            return true
        } catch {
            // When the platform stops meanwhile, the row says "in progress", and the next start takes it up again.
            logger.error("The end of a run cannot be stored", metadata: ["run": "\(run.id)", "error": "\(error)"])
            return false
        }
    }
}
