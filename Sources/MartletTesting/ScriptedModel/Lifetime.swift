import Synchronization

/// Notices that an iterator goes away before its end.
final class Lifetime: Sendable {
    private let hasEnded = Mutex(false)
    private let onAbandon: @Sendable () -> Void

    init(onAbandon: @escaping @Sendable () -> Void) {
        self.onAbandon = onAbandon
    }

    func end() { hasEnded.withLock { $0 = true } }

    deinit {
        if !hasEnded.withLock({ $0 }) { onAbandon() }
    }
}
