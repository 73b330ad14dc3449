import MartletAPI
import MartletServer
import MartletStorage
import Synchronization

/// A store of runs that fails to store the first ends, and calls runs off behind their workers' backs.
final class UnreliableRunStore: RunStore {
    struct Failure: Error {}

    let base: SQLiteStore
    private let failures: Mutex<Int>
    private let cancelsClaims: Bool

    init(_ base: SQLiteStore, failures: Int, cancelsClaims: Bool = false) {
        self.base = base
        self.failures = Mutex(failures)
        self.cancelsClaims = cancelsClaims
    }

    var failuresLeft: Int { failures.withLock { $0 } }

    func finishRun(
        _ id: RunID, attempt: Int, _ outcome: RunOutcome, steps: [RunStep], now: Int
    ) async throws -> StoredRun? {
        let fails = failures.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
        if fails { throw Failure() }
        return try await base.finishRun(id, attempt: attempt, outcome, steps: steps, now: now)
    }

    func claimRun(now: Int) async throws -> ClaimedRun? {
        guard let claim = try await base.claimRun(now: now) else { return nil }
        if cancelsClaims {
            let run = claim.run
            _ = try await base.updateRun(run.id, in: run.threadID, of: run.owner) { $0.state = .cancelled }
        }
        return claim
    }

    // MARK: As it is

    func insert(_ run: StoredRun, messages: [StoredMessage], limit: Int?) async throws -> Bool {
        try await base.insert(run, messages: messages, limit: limit)
    }

    func run(_ id: RunID, in thread: ThreadID, of owner: AccountID) async throws -> StoredRun? {
        try await base.run(id, in: thread, of: owner)
    }

    func runs(in thread: ThreadID, of owner: AccountID, _ page: PageQuery) async throws -> StorePage<StoredRun>? {
        try await base.runs(in: thread, of: owner, page)
    }

    func updateRun(
        _ id: RunID, in thread: ThreadID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredRun) throws -> Void
    ) async throws -> StoredRun? {
        try await base.updateRun(id, in: thread, of: owner, change)
    }

    func updateRun(
        _ id: RunID, in thread: ThreadID, of owner: AccountID,
        withSteps change: @escaping @Sendable (inout StoredRun, inout [RunStep]) throws -> Void
    ) async throws -> (run: StoredRun, steps: [RunStep])? {
        try await base.updateRun(id, in: thread, of: owner, withSteps: change)
    }

    func steps(of run: RunID) async throws -> [RunStep] { try await base.steps(of: run) }
    func requeueInterruptedRuns() async throws -> Int { try await base.requeueInterruptedRuns() }
    func expireRuns(now: Int) async throws -> [StoredRun] { try await base.expireRuns(now: now) }
}
