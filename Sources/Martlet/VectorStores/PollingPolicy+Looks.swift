extension PollingPolicy {
    /// Looks at something until it is over: at once, and then again and again.
    ///
    /// - Parameters:
    ///   - what: What is waited for, at the beginning of a sentence.
    ///   - failing: What it did not do in time, as the sentence goes on.
    ///   - options: What holds for each look.
    ///   - clock: Measures the waits and the deadline.
    /// - Throws: What a look throws; ``MartletError/Code/deadlineExceeded``; `CancellationError`, at once.
    func poll<Value: Sendable>(
        _ what: String, _ failing: String = "was not read", options: RequestOptions?, clock: some Clock<Duration>,
        look: (RequestOptions?) async throws -> Value, isOver: (Value) -> Bool
    ) async throws -> Value {
        let start = clock.now
        var delay: Duration?
        while true {
            let left = deadline.map { $0 - start.duration(to: clock.now) }
            if let left, left <= .zero { throw exceeded(what, failing) }
            var limited = options
            if let left {
                // No look may take longer than the whole wait.
                var inner = options ?? RequestOptions()
                inner.deadline = inner.deadline.map { min($0, left) } ?? left
                limited = inner
            }
            let value: Value
            do {
                value = try await look(limited)
            } catch let error as MartletError
                where error.code == .deadlineExceeded
                && start.duration(to: clock.now) >= deadline ?? .seconds(Int64.max)
            {
                // The last look was cut short by the same deadline.
                throw exceeded(what, failing)
            }
            if isOver(value) { return value }
            let next = self.delay(after: delay)
            delay = next
            let rest = deadline.map { $0 - start.duration(to: clock.now) }
            try await clock.sleep(for: rest.map { min($0, next) } ?? next)
        }
    }

    private func exceeded(_ what: String, _ failing: String) -> MartletError {
        let limit = deadline.map { " of \($0.formatted)" } ?? ""
        return MartletError(.deadlineExceeded, "\(what) \(failing) within the deadline\(limit).")
    }
}
