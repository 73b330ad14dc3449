import Synchronization

/// Counts the items of a batch that are done, and tells the caller, one at a time.
final class BatchProgress: Sendable {
    private let count = Mutex(0)
    private let report: (@Sendable (CodexBatchItem, Int) -> Void)?

    init(_ report: (@Sendable (CodexBatchItem, Int) -> Void)?) {
        self.report = report
    }

    func report(_ item: CodexBatchItem) {
        guard let report else { return }
        // Under the lock, so that the numbers come in their order.
        count.withLock { count in
            count += 1
            report(item, count)
        }
    }
}
