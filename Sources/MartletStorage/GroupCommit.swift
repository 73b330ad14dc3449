import GRDB
import Synchronization

/// Writes that wait for each other share one commit.
///
/// A commit that is on the disk before it is acknowledged costs milliseconds, whatever is in it. So what comes while one
/// is under way is put into the next, each write behind a savepoint of its own: one that throws takes nothing of the
/// others with it. Nobody is told that a write is done before the commit is.
///
/// A write that has been handed in is carried out, also when its caller is cancelled.
final class GroupCommit: Sendable {
    private struct Write: Sendable {
        /// Takes part in a transaction. Returns what to do when that is committed, or when it could not be.
        let perform: @Sendable (Database) -> @Sendable ((any Error)?) -> Void
        /// Says that it was not carried out.
        let fail: @Sendable (any Error) -> Void
    }

    private struct Queue {
        var waiting: [Write] = []
        var isRunning = false
    }

    /// The most writes of one commit, so that the first of them does not wait for ever.
    private static let limit = 256

    private let database: any DatabaseWriter
    private let queue = Mutex(Queue())

    init(_ database: any DatabaseWriter) { self.database = database }

    /// - Parameter committed: Called when the commit is done and before anybody is told, with those of other writes in
    ///   the order of the commits: for what is kept in memory beside the database.
    /// - Throws: What `body` throws, and SQLite's error when the commit fails.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value,
        committed: (@Sendable (Value) -> Void)? = nil
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isFirst = queue.withLock { queue in
                queue.waiting.append(
                    Write(
                        perform: { database in
                            let result = Result { try Self.behindSavepoint(database, body) }
                            return { error in
                                if error == nil, case .success(let value) = result { committed?(value) }
                                continuation.resume(with: error.map { .failure($0) } ?? result)
                            }
                        },
                        fail: { continuation.resume(throwing: $0) }))
                defer { queue.isRunning = true }
                return !queue.isRunning
            }
            if isFirst { database.asyncWriteWithoutTransaction { self.run($0) } }
        }
    }

    private static func behindSavepoint<Value>(
        _ database: Database, _ body: (Database) throws -> Value
    ) throws -> Value {
        var value: Value?
        try database.inSavepoint {
            value = try body(database)
            return .commit
        }
        guard let value else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return value
    }

    /// Carries out what waits, until nothing does.
    private func run(_ database: Database) {
        while true {
            let writes = queue.withLock { queue in
                let writes = Array(queue.waiting.prefix(Self.limit))
                queue.waiting.removeFirst(writes.count)
                queue.isRunning = !writes.isEmpty
                return writes
            }
            guard !writes.isEmpty else { return }
            commit(writes, to: database)
        }
    }

    private func commit(_ writes: [Write], to database: Database) {
        var endings: [@Sendable ((any Error)?) -> Void] = []
        do {
            try database.inTransaction(.immediate) {
                for write in writes {
                    // Errors such as a full disk end the whole transaction.
                    guard database.isInsideTransaction else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
                    endings.append(write.perform(database))
                }
                return .commit
            }
            for end in endings { end(nil) }
        } catch {
            for end in endings { end(error) }
            for write in writes.dropFirst(endings.count) { write.fail(error) }
        }
    }
}
