public import MartletAPI

/// Keeps runs, and hands them to workers.
///
/// A run is a row: queued, taken up by one worker at a time, and finished once. Of a thread only one run is under way; the
/// others wait in the order in which they were created. A run answers its thread as that was when the run was created:
/// later messages wait for later runs.
///
/// When a call returns, what it did survives the end of the process, however that comes.
public protocol RunStore: Sendable {
    /// Adds a run, behind messages that are added with it: all of it or nothing.
    ///
    /// - Returns: Whether there is such a thread.
    func insert(_ run: StoredRun, messages: [StoredMessage]) async throws -> Bool

    /// The run; nil when there is none.
    func run(_ id: RunID, in thread: ThreadID, of owner: AccountID) async throws -> StoredRun?

    /// A page of a thread's runs; nil when there is no such thread.
    ///
    /// - Throws: ``PlatformError`` with 400 when the cursor names none of them.
    func runs(in thread: ThreadID, of owner: AccountID, _ page: PageQuery) async throws -> StorePage<StoredRun>?

    /// Changes a run, with nobody else's change in between.
    ///
    /// - Returns: The run as it is now; nil when there is none.
    func updateRun(
        _ id: RunID, in thread: ThreadID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredRun) throws -> Void
    ) async throws -> StoredRun?

    /// Changes a run and its steps, with nobody else's change in between.
    ///
    /// - Parameter change: Gets the steps in their order. It may change them, and neither adds nor removes any.
    /// - Returns: The run and its steps as they are now; nil when there is none.
    func updateRun(
        _ id: RunID, in thread: ThreadID, of owner: AccountID,
        withSteps change: @escaping @Sendable (inout StoredRun, inout [RunStep]) throws -> Void
    ) async throws -> (run: StoredRun, steps: [RunStep])?

    /// The steps of a run, in their order.
    func steps(of run: RunID) async throws -> [RunStep]

    // MARK: For workers

    /// Puts what was under way when the process ended back in the queue. To be called once, before any worker claims.
    ///
    /// - Returns: How many runs that were.
    func requeueInterruptedRuns() async throws -> Int

    /// Takes up the oldest run whose thread has none under way; nil when there is none.
    ///
    /// - Parameter now: In seconds since 1970.
    func claimRun(now: Int) async throws -> ClaimedRun?

    /// Ends the part of a worker in a run: all of it or nothing.
    ///
    /// - Parameters:
    ///   - id: The run.
    ///   - attempt: The ``StoredRun/attempt`` of the claim.
    ///   - outcome: What became of it.
    ///   - steps: The steps of this attempt.
    ///   - now: In seconds since 1970.
    /// - Returns: The run as it is now; nil, with nothing done, when the run is not the worker's any more: it was
    ///   cancelled or deleted.
    func finishRun(
        _ id: RunID, attempt: Int, _ outcome: RunOutcome, steps: [RunStep], now: Int
    ) async throws -> StoredRun?

    /// Ends the runs whose time to wait for outputs is over.
    ///
    /// - Parameter now: In seconds since 1970.
    /// - Returns: Those runs.
    func expireRuns(now: Int) async throws -> [StoredRun]
}
