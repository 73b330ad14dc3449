import MartletAPI
import Synchronization

/// What one run may search, and what it has found so far.
final class FileSearchPlan: Sendable {
    /// How many characters of passages a model reads at a time.
    private static let characterLimit = 8_000
    /// How many characters of a passage go with the answer.
    private static let snippetLength = 1_000
    /// How many tokens of a message are looked for: its beginning, when it is longer.
    private static let queryTokens = 200

    private struct Found {
        var byQuery: [String: [VectorStoreSearch.Passage]] = [:]
        /// The passages that are sources already.
        var recorded: Set<VectorStoreSearch.Passage> = []
    }

    private let service: VectorStoreService
    private let stores: [StoredVectorStore]
    let options: FileSearchOptions
    /// Whether the platform searches for the user's message before the model is asked.
    let isFirst: Bool
    private let found = Mutex(Found())

    init(service: VectorStoreService, stores: [StoredVectorStore], options: FileSearchOptions, isFirst: Bool) {
        self.service = service
        self.stores = stores
        self.options = options
        self.isFirst = isFirst
    }

    /// The passages that fit a query, as a model reads them; nil when none does.
    ///
    /// - Parameters:
    ///   - threshold: How well they must fit where the client does not say.
    ///   - recorder: Takes them as sources; nil for those that are recorded already.
    /// - Throws: ``PlatformError``.
    func search(_ query: String, threshold: Double = 0, recorder: AttachmentRecorder?) async throws -> String? {
        let passages = try await service.search.passages(
            VectorStoreSearch.Query(
                texts: [query], limit: options.limit, threshold: options.threshold ?? threshold),
            in: stores, isPatient: true)
        let new = found.withLock { found in
            found.byQuery[query] = passages
            return passages.filter { found.recorded.insert($0).inserted }
        }
        if let recorder { for passage in new { recorder.record(Self.source(passage)) } }
        return passages.isEmpty ? nil : Self.text(passages)
    }

    /// The query for a message: as much of its beginning as every model reads.
    static func query(for message: String) -> String? {
        var chunks = TextChunks(message)
        return chunks.next(size: queryTokens, overlap: 0)?.text
    }

    /// What a query has found, as a call of OpenAI's has it.
    func call(_ query: String) -> JSONValue {
        let passages = found.withLock { $0.byQuery[query] ?? [] }
        return [
            "ranking_options": ["ranker": "auto", "score_threshold": .number(options.threshold ?? 0)],
            "results": .array(
                passages.map { passage in
                    [
                        "file_id": .string(passage.fileID.rawValue), "file_name": .string(passage.filename),
                        "score": .number(passage.score),
                        "content": [["type": "text", "text": .string(passage.text)]],
                    ]
                }),
        ]
    }

    private static func text(_ passages: [VectorStoreSearch.Passage]) -> String {
        var text = ""
        for (index, passage) in passages.enumerated() {
            let rest = characterLimit - text.count
            guard rest > 0 else { break }
            text += "\(index == 0 ? "" : "\n\n")[\(index + 1)] \(passage.filename)\n\(passage.text.prefix(rest))"
        }
        return text
    }

    private static func source(_ passage: VectorStoreSearch.Passage) -> SourceAttachment {
        var source = SourceAttachment(id: Identifier.make("src"), toolName: "FileSearch")
        source.title = passage.filename
        source.snippet = String(passage.text.prefix(snippetLength))
        return source
    }
}
