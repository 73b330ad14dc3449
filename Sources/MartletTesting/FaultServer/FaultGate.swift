import Synchronization

/// A latch a test opens once: whoever waits at it goes on, and later comers do not stop at all.
///
/// The way to make a server pause at an exact byte without sleeping: put ``FaultResponse/Step/hold(_:)`` between two
/// steps, check what the client did with the first, then ``open()`` the gate.
///
/// ```swift
/// let gate = FaultGate()
/// let response = FaultResponse(framing: .chunked, steps: [.bytes(first), .hold(gate), .bytes(second)])
/// ```
public final class FaultGate: Sendable {
    private struct State {
        var isOpen = false
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var observers: [Int: CheckedContinuation<Void, Never>] = [:]
        var wasReached = false
    }

    private let state = Mutex(State())

    /// A closed gate.
    public init() {}

    /// Whether ``open()`` has been called.
    public var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Opens the gate for good and lets everybody through. Opening it again does nothing.
    public func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values {
            waiter.resume()
        }
    }

    /// Returns when the gate is open, or at once when the task is cancelled: check `Task.isCancelled` afterwards where
    /// the difference matters.
    public func wait() async {
        let observers = state.withLock { state in
            state.wasReached = true
            defer { state.observers = [:] }
            return state.observers
        }
        for observer in observers.values {
            observer.resume()
        }
        await suspend(in: \.waiters) { $0.isOpen }
    }

    /// Returns when somebody has arrived at the gate, whether or not it was open then, or when the task is cancelled.
    ///
    /// A test that has come back from here knows that every step before the gate has been handed to the kernel.
    public func waitUntilReached() async {
        await suspend(in: \.observers) { $0.wasReached }
    }

    /// Suspends until somebody takes the continuation out of `line`, unless `isDone` already.
    private func suspend(
        in line: any WritableKeyPath<State, [Int: CheckedContinuation<Void, Never>]> & Sendable,
        unless isDone: @Sendable (State) -> Bool
    ) async {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    // The flag is set before the cancellation handler runs, and that handler takes the same lock:
                    // either it finds the continuation or we see the flag.
                    if isDone(state) || Task.isCancelled { return true }
                    state[keyPath: line][number] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0[keyPath: line].removeValue(forKey: number) }?.resume()
        }
    }
}
