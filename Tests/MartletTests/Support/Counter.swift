import Synchronization

/// Numbers from 0.
final class Counter: Sendable {
    private let value = Atomic(0)

    /// How many numbers were taken.
    var count: Int { value.load(ordering: .relaxed) }

    /// The next number.
    @discardableResult func next() -> Int { value.add(1, ordering: .relaxed).oldValue }
}
