import Martlet
import MartletAPI
import Synchronization

/// What stands behind a stream: the buffer, and the task that fills it. When nobody holds it any more the task is cancelled,
/// which ends the turn.
final class EventSource: Sendable {
    private let buffer: EventBuffer
    private let task: Task<Void, Never>
    private let isClaimed = Mutex(false)

    /// - Parameter fill: Fills the buffer and finishes it. It must heed its cancellation.
    init(_ buffer: EventBuffer, _ fill: @escaping @Sendable () async -> Void) {
        self.buffer = buffer
        // Nobody awaits it: it ends with the buffer's end, or when it is cancelled below.
        task = Task { await fill() }
    }

    deinit { task.cancel() }

    /// Whether the caller is the first to ask.
    func claim() -> Bool {
        isClaimed.withLock { isClaimed in
            defer { isClaimed = true }
            return !isClaimed
        }
    }

    func waitUntilBegun(countsActivities: Bool) async throws {
        do {
            try await buffer.waitUntilBegun(countsActivities: countsActivities)
        } catch {
            await giveUp(error)
            throw error
        }
    }

    func next() async throws -> CodexEvent? {
        do {
            return try await buffer.next()
        } catch {
            await giveUp(error)
            throw error
        }
    }

    /// The completion of a stream that was read to its end.
    func completion() throws(MartletError) -> ChatCompletion {
        guard let completion = buffer.completion else {
            throw MartletError(.truncated, "The stream has ended without a completion.")
        }
        return completion
    }

    /// A reader that was cancelled wants no more; the caller goes on when the turn has ended.
    private func giveUp(_ error: any Error) async {
        guard error is CancellationError else { return }
        task.cancel()
        await task.value
    }
}
