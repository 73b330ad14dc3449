import HTTPTypes
public import MartletAPI
import NIOCore

extension RunsResource {
    /// Waits for a run to be completed.
    ///
    /// Looks at the run at once, and then again and again until it has ended. A status that is not known counts as one
    /// that will change. Cancelling the task ends the waiting and not the run: for that there is
    /// ``cancel(_:in:options:)``.
    ///
    /// - Parameters:
    ///   - id: The run.
    ///   - thread: The thread that it answers.
    ///   - polling: How often to look, and for how long.
    ///   - options: What holds for each look.
    /// - Returns: The completed run with the answer as its message. Where the platform leaves the message out, it is the
    ///   thread's newest if that is the assistant's, else nil.
    /// - Throws: ``MartletError`` with the run as far as it was seen in ``MartletError/run``:
    ///   ``MartletError/Code/runFailed`` when it failed, expired or is incomplete, ``MartletError/Code/runCancelled`` when
    ///   it was called off, ``MartletError/Code/deadlineExceeded`` when the policy's time is up, and the codes of a look
    ///   that failed after its retries; `CancellationError`.
    public func wait(
        for id: RunID, in thread: ThreadID, polling: PollingPolicy = PollingPolicy(), options: RequestOptions? = nil
    ) async throws -> ThreadRun {
        try await wait(for: id, in: thread, polling: polling, options: options, known: nil, clock: ContinuousClock())
    }

    /// Waits for a run to be completed: see ``wait(for:in:polling:options:)``.
    public func wait(
        for run: ThreadRun, polling: PollingPolicy = PollingPolicy(), options: RequestOptions? = nil
    ) async throws -> ThreadRun {
        try await wait(
            for: run.id, in: run.threadID, polling: polling, options: options, known: run, clock: ContinuousClock())
    }

    /// Starts a run and waits for it to be completed: see ``wait(for:in:polling:options:)``.
    public func createAndWait(
        in thread: ThreadID, _ request: RunRequest, polling: PollingPolicy = PollingPolicy(),
        options: RequestOptions? = nil
    ) async throws -> ThreadRun {
        let run = try await create(in: thread, request, options: options)
        return try await wait(
            for: run.id, in: thread, polling: polling, options: options, known: run, clock: ContinuousClock())
    }

    /// - Parameters:
    ///   - known: The run as it was seen before.
    ///   - clock: Measures the waits and the deadline.
    func wait(
        for id: RunID, in thread: ThreadID, polling: PollingPolicy, options: RequestOptions?, known: ThreadRun?,
        clock: some Clock<Duration>
    ) async throws -> ThreadRun {
        let start = clock.now
        var seen = known
        var delay: Duration?
        do {
            while true {
                let left = polling.deadline.map { $0 - start.duration(to: clock.now) }
                if let left, left <= .zero { throw Self.deadlineExceeded(polling, id, seen) }
                let run = try await retrieve(id, in: thread, options: Self.options(options, within: left))
                seen = run
                if run.status == .completed { return try await completing(run, in: thread, options: options) }
                if run.status.isFailure { throw failure(run, options) }
                let next = polling.delay(after: delay)
                delay = next
                let rest = polling.deadline.map { $0 - start.duration(to: clock.now) }
                // Cancellation ends the wait at once.
                try await clock.sleep(for: rest.map { min($0, next) } ?? next)
            }
        } catch var error as MartletError {
            error.run = error.run ?? seen
            throw error
        }
    }

    /// PixiGPT: "Tolerate `completed` with null `message` (fallback: list messages limit 1 or leave nil)."
    private func completing(
        _ run: ThreadRun, in thread: ThreadID, options: RequestOptions?
    ) async throws -> ThreadRun {
        guard run.message == nil else { return run }
        var run = run
        let newest = try await client.threads.messages.list(in: thread, limit: 1, options: options).data.first
        if let newest, newest.role == .assistant { run.message = newest }
        return run
    }

    /// The options of a look that may take no longer than the whole wait.
    private static func options(_ options: RequestOptions?, within left: Duration?) -> RequestOptions? {
        guard let left else { return options }
        var options = options ?? RequestOptions()
        options.deadline = options.deadline.map { min($0, left) } ?? left
        return options
    }

    private static func deadlineExceeded(_ polling: PollingPolicy, _ id: RunID, _ run: ThreadRun?) -> MartletError {
        let limit = polling.deadline.map { " of \($0.formatted)" } ?? ""
        let status = run.map { "; it is \($0.status)" } ?? ""
        return MartletError(.deadlineExceeded, "The run '\(id)' did not end within the deadline\(limit)\(status).")
    }

    private func failure(_ run: ThreadRun, _ options: RequestOptions?) -> MartletError {
        let redactor = client.core.redactor(for: client.merged(options))
        let reason = run.lastError.map { redactor.redact($0.message.isEmpty ? $0.code.rawValue : $0.message) }
        let because = reason.map { ": \($0)" } ?? "; the platform does not say why."
        var error =
            switch run.status {
            case .cancelled: MartletError(.runCancelled, "The run was cancelled.")
            case .failed: MartletError(.runFailed, "The run failed\(because)")
            default: MartletError(.runFailed, "The run ended as \(run.status)\(because)")
            }
        error.serverCode = run.lastError.flatMap { $0.code.rawValue.isEmpty ? nil : redactor.redact($0.code.rawValue) }
        error.run = run
        return error
    }
}
