/// A lease that is given back when it is let go.
final class HeldLease: Sendable {
    let lease: LlamaServerLease
    private let pool: LlamaServerPool

    init(_ lease: LlamaServerLease, pool: LlamaServerPool) {
        self.lease = lease
        self.pool = pool
    }

    deinit {
        pool.release(lease)
    }
}
