import Logging
import MartletAPI
import ServiceLifecycle

/// A bounded pool of workers that answer responses in the background.
///
/// Responses are rows: what is queued when the platform ends is answered when it is there again.
struct ResponseWorkers: Service {
    let store: any ResponseStore
    let executor: ResponseExecutor
    let logs: ResponseLogs
    let underway: Underway<ResponseID>
    let bell: Bell
    let limits: PlatformLimits
    let clock: WallClock
    let logger: Logger
    /// How often the queue is looked at when nobody rang.
    var interval: Duration = .seconds(5)
    /// After how many such looks old responses are deleted: about once in an hour.
    private static let looksBetweenDeletions = 720

    func run() async throws {
        await withGracefulShutdownHandler {
            await work()
        } onGracefulShutdown: {
            stop()
        }
    }

    /// Stops the workers. What is half done goes back into the queue.
    func stop() {
        bell.close()
        underway.stopAll()
        logs.failAll()
    }

    private func work() async {
        await requeue()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var looks = 0
                while !bell.isClosed, !Task.isCancelled {
                    if looks % Self.looksBetweenDeletions == 0 { await deleteOld() }
                    looks += 1
                    try? await Task.sleep(for: interval)
                    bell.ring()
                }
            }
            await bell.dispatch(atMost: limits.responseWorkers, claim: claim, work: { await work(on: $0) })
            group.cancelAll()
        }
    }

    /// Puts what was under way when the platform ended back in the queue.
    private func requeue() async {
        while !bell.isClosed, !Task.isCancelled {
            do {
                let count = try await store.requeueInterruptedResponses()
                if count > 0 {
                    logger.notice("Interrupted responses are queued again", metadata: ["responses": "\(count)"])
                }
                return
            } catch {
                logger.error(
                    "The interrupted responses cannot be queued again", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: interval)
            }
        }
    }

    private func deleteOld() async {
        let time = clock.now() - limits.responseDays * 86_400
        do {
            var count = 0
            while !bell.isClosed {
                let deleted = try await store.deleteResponses(createdBefore: time)
                if deleted == 0 { break }
                count += deleted
            }
            if count > 0 { logger.info("Old responses are deleted", metadata: ["responses": "\(count)"]) }
        } catch {
            logger.error("Old responses cannot be deleted", metadata: ["error": "\(error)"])
        }
    }

    private func claim() async -> ClaimedResponse? {
        do {
            // One more than it continues: itself.
            var history = limits.responseHistoryLimits
            history.responses += 1
            return try await store.claimResponse(limits: history)
        } catch {
            logger.error("No response can be taken up", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private func work(on claim: ClaimedResponse) async {
        let response = claim.response
        let log = response.isStreamed ? logs.open(response.id, first: response.firstEvent) : nil
        defer { logs.close(response.id) }
        var assembler: ResponseAssembler
        do {
            assembler = try await underway.perform(response.id) {
                // It may have been called off between its claim and now, when nobody could be told yet.
                let now = try await store.response(response.id, of: response.owner)
                guard let now, now.status == .inProgress, now.attempt == response.attempt else {
                    throw CancellationError()
                }
                return try await executor.execute(claim, log: log)
            }
        } catch {
            // Cancelled by its client, which the row says already, or by the end of the platform.
            var returned = response
            returned.object.status = .queued
            await finish(returned, log, last: [])
            return
        }
        assembler.end()
        var ended = response
        ended.object = assembler.response
        await finish(ended, log, last: assembler.takeEvents())
    }

    /// Stores the end of a response, again and again until it is stored.
    private func finish(_ response: StoredResponse, _ log: ResponseLog?, last: [ResponseStreamEvent]) async {
        await bell.insist { await store(response, log, last) }
    }

    /// A response that is not the worker's any more was called off or deleted. Whoever did that has told those who knew of
    /// this response then; others may have come since.
    private func tellOfLost(_ response: StoredResponse, _ log: ResponseLog?) async throws {
        guard let log else { return }
        guard let stored = try await store.response(response.id, of: response.owner) else {
            return log.fail(.unknownResponse(response.id))
        }
        if stored.status.isTerminal { log.end(with: .failed(.init(stored.object))) }
    }

    /// - Returns: Whether it is stored, or needs not to be.
    private func store(_ response: StoredResponse, _ log: ResponseLog?, _ last: [ResponseStreamEvent]) async -> Bool {
        do {
            let events = last.isEmpty ? nil : log.map { $0.bytes + last.encoded }
            let isStored = try await store.finishResponse(response, events: events)
            guard isStored else {
                try await tellOfLost(response, log)
                return true
            }
            if !last.isEmpty {
                log?.append(last)
                log?.end()
            }
            if let error = response.object.error {
                logger.info("A response failed", metadata: ["response": "\(response.id)", "code": "\(error.code)"])
            }
            return true
        } catch {
            // When the platform stops meanwhile, the row says "in progress", and the next start takes it up again.
            logger.error(
                "The end of a response cannot be stored", metadata: ["response": "\(response.id)", "error": "\(error)"])
            return false
        }
    }
}
