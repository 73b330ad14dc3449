import MartletAPI
import MartletServer
import MartletVectors
import Synchronization

/// The indexes that are in memory, within a bound.
///
/// An index is loaded when it is searched, kept up to date by the commits that come after, and let go when it was not
/// used for a while or when another needs its room.
final class LoadedIndexes: Sendable {
    /// What of an index never changes.
    struct Identity: Sendable {
        var position: Int64
        var owner: AccountID
        var shape: VectorShape
    }

    /// One index. Touched only while the lock is held.
    private final class Entry {
        let identity: Identity
        /// The vectors; nil while they are being read.
        var table: VectorTable?
        /// What was committed while the vectors are being read.
        var missed: [VectorChange] = []
        let loading: Task<Void, any Error>
        /// What it takes, or will take.
        var bytes: Int
        var lastUse = ContinuousClock.now

        init(_ identity: Identity, bytes: Int, loading: Task<Void, any Error>) {
            self.identity = identity
            self.bytes = bytes
            self.loading = loading
        }
    }

    private struct State {
        var entries: [VectorIndexID: Entry] = [:]

        var bytes: Int { entries.values.reduce(0) { $0 + $1.bytes } }

        /// Lets the index go that was not used for the longest time.
        ///
        /// - Returns: Whether there was one. What is being loaded is about to be searched, and stays.
        mutating func letGoOldest(except kept: VectorIndexID) -> Bool {
            let candidates = entries.filter { $0.key != kept && $0.value.table != nil }
            guard let oldest = candidates.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return false }
            entries[oldest.key] = nil
            return true
        }
    }

    /// The most memory of all together, in bytes.
    let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// How many indexes are in memory, and what they take in bytes.
    var usage: (indexes: Int, bytes: Int) { state.withLock { ($0.entries.count, $0.bytes) } }

    // MARK: Searching

    /// The vectors of an index that is in memory; nil when it is not.
    func snapshot(_ id: VectorIndexID) -> (identity: Identity, snapshot: VectorSnapshot)? {
        state.withLock { state in
            guard let entry = state.entries[id], let table = entry.table else { return nil }
            entry.lastUse = .now
            return (entry.identity, table.snapshot())
        }
    }

    /// Loads an index, once, however many ask for it.
    ///
    /// - Parameters:
    ///   - bytes: What it will take.
    ///   - read: Reads it from the database. What it reads holds at least what was committed before this call.
    /// - Throws: ``PlatformError`` with 507 when it does not fit; what `read` throws.
    func load(
        _ id: VectorIndexID, _ identity: Identity, bytes: Int,
        read: @escaping @Sendable () async throws -> VectorTable
    ) async throws {
        let loading = try state.withLock { state throws(PlatformError) -> Task<Void, any Error> in
            if let entry = state.entries[id] { return entry.loading }
            guard bytes <= limit else { throw .vectorMemoryExceeded(needed: bytes, limit: limit) }
            while state.bytes > limit - bytes {
                guard state.letGoOldest(except: id) else { throw .vectorMemoryBusy }
            }
            // Awaited below by everybody who asks; it ends when the index is read.
            let task = Task {
                do {
                    self.finish(id, try await read())
                } catch {
                    self.remove(id)
                    throw error
                }
            }
            state.entries[id] = Entry(identity, bytes: bytes, loading: task)
            return task
        }
        try await loading.value
    }

    private func finish(_ id: VectorIndexID, _ read: VectorTable) {
        state.withLock { state in
            // Gone when the index was deleted meanwhile.
            guard let entry = state.entries[id] else { return }
            var table: VectorTable? = read
            for change in entry.missed { change.apply(to: &table) }
            entry.missed = []
            entry.bytes = table?.bytes ?? 0
            entry.lastUse = .now
            entry.table = table
        }
    }

    // MARK: Keeping up

    /// Makes changes that were committed. To be called in the order of the commits.
    func apply(_ changes: [VectorChange], to id: VectorIndexID) {
        state.withLock { state in
            guard let entry = state.entries[id] else { return }
            guard entry.table != nil else {
                entry.missed += changes
                return
            }
            for change in changes {
                // In place: a copy of the table would copy what is changed.
                change.apply(to: &entry.table)
            }
            entry.bytes = entry.table?.bytes ?? 0
            while state.bytes > limit, state.letGoOldest(except: id) {}
            if state.bytes > limit { state.entries[id] = nil }
        }
    }

    /// Lets an index go that was deleted.
    func remove(_ id: VectorIndexID) { state.withLock { $0.entries[id] = nil } }

    /// Lets the indexes go that were not used for so long.
    func letGo(unusedFor duration: Duration) {
        let bound = ContinuousClock.now - duration
        state.withLock { state in
            for (id, entry) in state.entries where entry.lastUse < bound && entry.table != nil {
                state.entries[id] = nil
            }
        }
    }
}
