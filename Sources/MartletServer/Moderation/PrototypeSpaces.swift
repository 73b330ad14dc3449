import MartletAPI

/// The space of an embedding model, made once: all that ask for it at the same time wait for the same computation. One
/// that fails is forgotten, and the next request tries again; one that nobody waits for any more is cancelled.
actor PrototypeSpaces {
    private struct Entry {
        let number: Int
        let model: ModelID
        let task: Task<PrototypeSpace, any Error>
        var waiting = 0
        var isMade = false
    }

    private var entry: Entry?
    private var number = 0

    /// How many wait for a space that is being made.
    var waiting: Int { entry.map { $0.isMade ? 0 : $0.waiting } ?? 0 }

    /// The space of a model.
    ///
    /// - Parameter make: Makes it; called when it is not there yet.
    /// - Throws: What `make` throws; `CancellationError` when the caller was cancelled.
    func space(
        for model: ModelID, make: @escaping @Sendable @concurrent () async throws -> PrototypeSpace
    ) async throws -> PrototypeSpace {
        if entry?.model != model {
            number += 1
            // Awaited below by everybody who asks for it. Those who still wait for another model's keep that one's task.
            entry = Entry(number: number, model: model, task: Task { try await make() })
        }
        guard let joined = entry else { throw CancellationError() }
        if joined.isMade { return try await joined.task.value }
        entry?.waiting += 1
        do {
            let space = try await withTaskCancellationHandler {
                try await joined.task.value
            } onCancel: {
                Task { await self.leave(joined.number) }
            }
            if entry?.number == joined.number { entry?.isMade = true }
            return space
        } catch {
            if entry?.number == joined.number { entry = nil }
            throw error
        }
    }

    /// Somebody waits no more. The last one takes the computation along.
    private func leave(_ number: Int) {
        guard let entry, entry.number == number, !entry.isMade else { return }
        self.entry?.waiting -= 1
        guard entry.waiting <= 1 else { return }
        entry.task.cancel()
        self.entry = nil
    }
}
