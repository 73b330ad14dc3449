@preconcurrency import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Turns Ctrl-C into the end of what is going on, and not of the program.
final class Interrupts: Sendable {
    private let action = Mutex<(@Sendable () -> Void)?>(nil)
    private let source: any DispatchSourceSignal

    init() {
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        self.source = source
        source.setEventHandler { [weak self] in self?.interrupt() }
        source.resume()
    }

    deinit {
        source.cancel()
        signal(SIGINT, SIG_DFL)
    }

    private func interrupt() {
        action.withLock { $0 }?()
    }

    /// Runs `body`; Ctrl-C cancels it.
    ///
    /// - Throws: What `body` throws; `CancellationError` when it was interrupted.
    func cancelling<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        // Awaited below; a task of its own because only such can be cancelled from a signal.
        let task = Task { try await body() }
        action.withLock { $0 = { task.cancel() } }
        defer { action.withLock { $0 = nil } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
