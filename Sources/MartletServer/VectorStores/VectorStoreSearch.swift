import HTTPTypes
import MartletAPI

/// Finds passages in vector stores: exactly those that are closest to what is looked for.
///
/// Which file may be found is what its row says at the time of the search, so that what is detached, called off or read
/// anew is not found from that moment on.
struct VectorStoreSearch: Sendable {
    /// A passage that was found.
    struct Passage: Hashable, Sendable {
        var fileID: FileID
        var filename: String
        /// How well it fits, 0 to 1: the cosine, and 0 for less.
        var score: Double
        var attributes: JSONObject
        var text: String
    }

    /// What to look for, and how.
    struct Query: Sendable {
        /// Each is looked for by itself.
        var texts: [String]
        var limit: Int
        var filter: VectorFilter?
        var threshold = 0.0
    }

    /// As many files are named in a query to the index; beyond, what it finds is sifted.
    private static let namedFiles = 256

    let stores: VectorStorePorts
    let embedder: PassageEmbedder

    /// The passages that fit best, the best first.
    ///
    /// - Parameter isPatient: Whether to ask again when the engine has no place or is just starting.
    /// - Throws: ``PlatformError``.
    func passages(
        _ query: Query, in vectorStores: [StoredVectorStore], isPatient: Bool = false
    ) async throws -> [Passage] {
        var found: [String: Passage] = [:]
        var made: [ModelID: [[Float]]] = [:]
        for store in vectorStores {
            let index = try await stores.vectors.vectorIndex(store.indexID, of: store.owner)
            // Nothing was ever put into it.
            guard let index else { continue }
            let model = try await embedder.model(of: index)
            let vectors: [[Float]]
            if let known = made[model] {
                vectors = known
            } else {
                vectors = try await embedder.vectors(of: query.texts, model: model, isPatient: isPatient)
                made[model] = vectors
            }
            for vector in vectors {
                for (id, passage) in try await passages(vector, query, in: store)
                where passage.score >= query.threshold && passage.score > found[id]?.score ?? -1 {
                    found[id] = passage
                }
            }
        }
        let sorted = found.sorted { first, second in
            first.value.score == second.value.score
                ? first.key < second.key : first.value.score > second.value.score
        }
        return sorted.prefix(query.limit).map(\.value)
    }

    private func passages(
        _ vector: [Float], _ query: Query, in store: StoredVectorStore
    ) async throws -> [(String, Passage)] {
        var known = KnownFiles(store: store, catalog: stores.catalog)
        if let filter = query.filter { try await known.load(filter) }
        if known.isEmpty { return [] }
        var vectorQuery = VectorQuery(vector: vector, topK: query.limit, filter: known.filter(naming: Self.namedFiles))
        while true {
            let matches = try await stores.vectors.search(vectorQuery, in: store.indexID, of: store.owner) ?? []
            var found: [(String, Passage)] = []
            for match in matches where found.count < query.limit {
                guard let name = match.metadata["file_id"]?.stringValue,
                    let file = try await known.file(FileID(rawValue: name))
                else { continue }
                let passage = Passage(
                    fileID: file.id, filename: file.filename, score: min(1, max(0, Double(match.score))),
                    attributes: file.attributes, text: match.metadata["text"]?.stringValue ?? "")
                found.append(("\(store.id.rawValue)/\(match.id.rawValue)", passage))
            }
            // Some of the closest were of files that must not be found: there may be others behind them.
            guard found.count < query.limit, matches.count == vectorQuery.topK else { return found }
            vectorQuery.topK *= 4
        }
    }
}

/// The files of a vector store that a search may find.
private struct KnownFiles {
    let store: StoredVectorStore
    let catalog: any VectorStoreCatalog
    /// What was looked up; nil for a file that must not be found.
    private var files: [FileID: StoredVectorStoreFile?] = [:]
    /// Whether ``files`` holds all that may be found.
    private var isComplete = false

    init(store: StoredVectorStore, catalog: any VectorStoreCatalog) {
        self.store = store
        self.catalog = catalog
    }

    /// Whether nothing may be found.
    var isEmpty: Bool { isComplete && files.isEmpty }

    /// Looks up the files that pass.
    mutating func load(_ filter: VectorFilter) async throws {
        let all = try await catalog.vectorStoreFiles(
            in: store.id, of: store.owner, batch: nil, state: .completed, PageQuery())
        for file in all?.items ?? [] where filter.matches(file.attributes) { files[file.id] = file }
        isComplete = true
    }

    /// What the index is told; nil when there are too many to be named.
    func filter(naming limit: Int) -> VectorFilter? {
        guard isComplete, files.count <= limit else { return nil }
        return .oneOf("file_id", files.keys.map { .string($0.rawValue) })
    }

    mutating func file(_ id: FileID) async throws -> StoredVectorStoreFile? {
        if let known = files[id] { return known }
        guard !isComplete else { return nil }
        let file = try await catalog.vectorStoreFile(id, in: store.id, of: store.owner)
        let found = file?.state == .completed ? file : nil
        files[id] = .some(found)
        return found
    }
}
