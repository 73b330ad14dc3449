import MartletAPI
import Synchronization

import struct Foundation.Date

/// What all copies of a ``Memory`` share: the configuration, and what is known of indexes and models.
final class MemoryCore: Sendable {
    private struct State {
        var configuration: MemoryConfiguration
        /// The indexes by their names.
        var indexes: [String: VectorIndex] = [:]
        /// The indexes that are being looked for, or made.
        var searches: [String: SharedWork<VectorIndex>] = [:]
        /// What unknown models were found to make.
        var dimensions: [ModelID: Int] = [:]
        /// Whether the platform refused an answer of a given form.
        var refusesFormats = false
    }

    let client: MartletClient
    /// The time of day.
    let now: @Sendable () -> Date
    private let state: Mutex<State>

    init(
        client: MartletClient, configuration: MemoryConfiguration, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.client = client
        self.now = now
        state = Mutex(State(configuration: configuration))
    }

    /// The configuration at the moment.
    var configuration: MemoryConfiguration { state.withLock(\.configuration) }

    /// Changes the configuration. An index with a new name is looked for anew.
    func configure(_ change: (inout MemoryConfiguration) -> Void) {
        state.withLock { state in
            let old = state.configuration
            change(&state.configuration)
            let name = state.configuration.indexName
            if name != old.indexName { state.indexes[name] = nil }
        }
    }

    /// Whether the platform has refused an answer of a given form before.
    var refusesFormats: Bool {
        get { state.withLock(\.refusesFormats) }
        set { state.withLock { $0.refusesFormats = newValue } }
    }

    /// A time as the index is to have it.
    func text(of date: Date) -> String { MemoryTime.text(date, isLegacy: configuration.legacyTimestamps) }

    // MARK: The index

    /// Does something with an index that is there. One that was deleted behind our back is looked for once more.
    ///
    /// - Parameter body: Only an index that is not there may make it throw ``MartletError/Code/notFound``.
    /// - Returns: Nil when there is no such index.
    func reading<Result>(
        _ name: String?, _ body: (VectorIndex) async throws -> Result
    ) async throws -> Result? {
        let name = try checked(name)
        guard let index = try await found(name) else { return nil }
        do {
            return try await body(index)
        } catch let error as MartletError where error.code == .notFound {
            guard let again = try await foundAgain(name, insteadOf: index, error) else { return nil }
            return try await body(again)
        }
    }

    /// Does something with an index, which is made when it is not there, and whose vectors are as long as a model's.
    ///
    /// - Parameter body: Only an index that is not there may make it throw ``MartletError/Code/notFound``.
    /// - Throws: ``MartletError/Code/invalidConfiguration`` when the model's vectors have another length than the index's.
    func writing<Result>(
        _ name: String?, model: ModelID, _ body: (VectorIndex) async throws -> Result
    ) async throws -> Result {
        let name = try checked(name)
        let index = try await made(name, model: model)
        try await verify(index, model)
        do {
            return try await body(index)
        } catch let error as MartletError where error.code == .notFound {
            if let again = try await foundAgain(name, insteadOf: index, error) {
                try await verify(again, model)
                return try await body(again)
            }
            return try await body(try await made(name, model: model))
        }
    }

    private func checked(_ name: String?) throws(MartletError) -> String {
        let name = name ?? configuration.indexName
        guard !name.allSatisfy(\.isWhitespace) else {
            throw MartletError(.invalidArgument, "The name of the memory's index is empty.")
        }
        return name
    }

    /// The index of a name; nil when there is none, which is not remembered.
    private func found(_ name: String) async throws -> VectorIndex? {
        if let index = state.withLock({ $0.indexes[name] }) { return index }
        guard let index = try await client.vectors.indexes.named(name) else { return nil }
        state.withLock { $0.indexes[name] = index }
        return index
    }

    /// The index of a name after a call to it said that something is not found.
    ///
    /// - Returns: Another one of that name; nil when there is none any more.
    /// - Throws: The error when it is still the same, and something else is not found.
    private func foundAgain(
        _ name: String, insteadOf old: VectorIndex, _ error: MartletError
    ) async throws -> VectorIndex? {
        state.withLock { state in
            if state.indexes[name]?.id == old.id { state.indexes[name] = nil }
        }
        let index = try await found(name)
        if index?.id == old.id { throw error }
        return index
    }

    /// The index of a name, which is made when there is none: once, however many ask for it at the same time.
    private func made(_ name: String, model: ModelID) async throws -> VectorIndex {
        while true {
            let work: SharedWork<VectorIndex>? = state.withLock { state in
                if state.indexes[name] != nil { return nil }
                if let work = state.searches[name] { return work }
                let work = SharedWork { [self] in try await lookForOrMake(name, model: model) }
                state.searches[name] = work
                return work
            }
            guard let work else {
                if let index = state.withLock({ $0.indexes[name] }) { return index }
                continue
            }
            do {
                return try await work.value()
            } catch is CancellationError where !Task.isCancelled {
                // All who had waited for it before were cancelled, and it with them.
                continue
            }
        }
    }

    private func lookForOrMake(_ name: String, model: ModelID) async throws -> VectorIndex {
        do {
            let index: VectorIndex
            if let there = try await client.vectors.indexes.named(name) {
                index = there
            } else {
                index = try await make(name, model: model)
            }
            state.withLock { state in
                state.indexes[name] = index
                state.searches[name] = nil
            }
            return index
        } catch {
            state.withLock { $0.searches[name] = nil }
            throw error
        }
    }

    private func make(_ name: String, model: ModelID) async throws -> VectorIndex {
        let configuration = configuration
        let dimension = try await dimension(of: model)
        var request = VectorIndexRequest(
            name: name, dimension: dimension, metric: .cosine, cloudProvider: configuration.cloudProvider,
            region: configuration.region)
        request.deleteProtection = configuration.deleteProtection
        request.metadata = [
            "type": "unified_memory_store", "embedding_model": .string(model.rawValue),
            "dimension": .integer(dimension), "created_at": .string(text(of: now())),
            "description": "The memories of all users",
        ]
        do {
            return try await client.vectors.indexes.create(request)
        } catch let error as MartletError
            where error.code == .conflict || error.message.lowercased().contains("already exists")
        {
            // Another process was faster.
            if let index = try await client.vectors.indexes.named(name) { return index }
            throw error
        }
    }

    // MARK: Dimensions

    /// - Throws: ``MartletError/Code/invalidConfiguration`` when the index has vectors of another length.
    private func verify(_ index: VectorIndex, _ model: ModelID) async throws {
        let dimension = try await dimension(of: model)
        guard dimension != index.dimension else { return }
        throw MartletError(
            .invalidConfiguration,
            """
            The index '\(index.name)' has vectors of \(index.dimension) dimensions, and the embedding model '\(model)' \
            makes vectors of \(dimension). Use the model that the index was made for, or another indexName.
            """)
    }

    /// How long a model's vectors are; nil when nobody has asked it yet.
    func knownDimension(of model: ModelID) -> Int? {
        EmbeddingDimensions.known(model) ?? state.withLock { $0.dimensions[model] }
    }

    /// How long a model's vectors are: known, or found out with one call.
    func dimension(of model: ModelID) async throws -> Int {
        if let known = knownDimension(of: model) { return known }
        let answer = try await client.embeddings.create(EmbeddingRequest(model: model, input: .text("memory")))
        guard let dimension = answer.vectors.first?.count, dimension > 0 else {
            throw MartletError(.decoding, "The embedding model '\(model)' made no vector.")
        }
        state.withLock { $0.dimensions[model] = dimension }
        return dimension
    }
}
