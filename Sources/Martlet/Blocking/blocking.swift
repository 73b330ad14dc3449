import Dispatch
import Synchronization

/// Runs asynchronous work from code that cannot wait for it otherwise, and blocks the calling thread until it is done.
///
/// The one bridge for synchronous callers:
///
/// ```swift
/// let answer = try Martlet.blocking { try await client.chat.completions.create(request) }
/// ```
///
/// It must not be called from asynchronous code, where it would hold a thread that the work may need; the compiler
/// refuses that.
@available(*, noasync, message: "Await the work instead.")
public func blocking<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
) throws -> Value {
    let box = ResultBox<Value>()
    let done = DispatchSemaphore(value: 0)
    // Awaited by the semaphore below.
    Task.detached {
        do {
            box.set(.success(try await work()))
        } catch {
            box.set(.failure(error))
        }
        done.signal()
    }
    done.wait()
    guard let result = box.take() else { throw CancellationError() }
    return try result.get()
}

/// Carries a result from the task to the thread that waits for it.
private final class ResultBox<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }
    func take() -> Result<Value, any Error>? { result.withLock { $0 } }
}
