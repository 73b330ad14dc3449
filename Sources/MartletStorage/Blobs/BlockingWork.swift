import NIOPosix

/// Runs what may block on NIO's threads for that, so that it holds up no task.
enum BlockingWork {
    /// - Throws: What `body` throws. It runs also when the task is cancelled: what cleans up must not be left out.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            NIOThreadPool.singleton.submit { _ in continuation.resume(with: Result { try body() }) }
        }
    }
}
