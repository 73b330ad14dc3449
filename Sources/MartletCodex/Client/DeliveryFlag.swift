import Synchronization

/// Whether something of an answer, or of what a turn does, cannot be taken back any more.
final class DeliveryFlag: Sendable {
    private let flag = Mutex(false)

    var isSet: Bool { flag.withLock { $0 } }

    func set() { flag.withLock { $0 = true } }
}
