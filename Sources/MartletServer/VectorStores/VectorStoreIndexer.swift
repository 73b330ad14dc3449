import HTTPTypes
import Logging
import MartletAPI

/// Reads the files of vector stores: takes their text, splits it into passages, and puts these into the hidden index.
///
/// Whatever it does can be done again: a file is in progress until all of its passages are there, passages are named by
/// their numbers, and no passage is put in before the row says that there may be one of that number.
struct VectorStoreIndexer: Sendable {
    /// How often a file is taken up. One that ends the process each time ends here.
    static let maximumAttempts = 10
    /// How many passages are embedded and stored at a time.
    static let batchSize = 16
    /// How many vectors are deleted at a time.
    private static let deletedAtOnce = 1_000

    let stores: VectorStorePorts
    let embedder: PassageEmbedder
    let limits: PlatformLimits
    let clock: WallClock
    let logger: Logger

    /// Does what there is to do with a file.
    ///
    /// - Throws: What kept it from being done; it is to be done again then.
    func work(on file: StoredVectorStoreFile) async throws {
        guard file.state == .inProgress else { return try await cleanUp(file) }
        let taken = try await stores.catalog.advance(file) { $0.attempts += 1 }
        guard let taken else { return }
        do {
            guard taken.attempts <= Self.maximumAttempts else {
                throw FileText.Unreadable(
                    error: VectorStoreFileError(
                        code: .serverError,
                        message: "The platform ended \(Self.maximumAttempts) times while it read this file."))
            }
            try await read(taken)
        } catch is Superseded {
            // It was detached, called off or attached anew: that is other work.
        } catch let error as FileText.Unreadable {
            try await fail(taken, error.error)
        } catch let error as PlatformError {
            try Task.checkCancellation()
            if error.status.code >= 500 {
                logger.error(
                    "A file of a vector store cannot be read",
                    metadata: ["file": "\(file.id)", "store": "\(file.storeID)", "error": "\(error.cause ?? error)"])
            }
            try await fail(taken, VectorStoreFileError(code: .serverError, message: error.body.message))
        }
    }

    /// Something else has happened to the file.
    private struct Superseded: Error {}

    private func fail(_ file: StoredVectorStoreFile, _ error: VectorStoreFileError) async throws {
        _ = try await stores.catalog.advance(file) { file in
            file.state = .failed
            file.failure = error
            file.usageBytes = 0
        }
        logger.info(
            "A file of a vector store has failed",
            metadata: ["file": "\(file.id)", "store": "\(file.storeID)", "code": "\(error.code)"])
    }

    // MARK: Reading

    private func read(_ file: StoredVectorStoreFile) async throws {
        guard let stored = try await stores.files.file(file.id, of: file.owner) else {
            throw FileText.Unreadable.invalid("The file was deleted before it was read.")
        }
        let text = try await self.text(of: stored)
        var writer = try await PassageWriter(file: file, stores: stores, embedder: embedder, clock: clock)
        var chunks = TextChunks(text)
        // What an earlier attempt, or an earlier time, has left is replaced, or deleted at the end.
        while try await writer.write(next: &chunks) {}
        try await delete(file, writer.count..<max(writer.count, writer.reserved))
        let (count, bytes) = (writer.count, writer.bytes)
        let completed = try await stores.catalog.advance(file) { file in
            file.state = .completed
            file.failure = nil
            file.chunkCount = count
            file.usageBytes = bytes
        }
        guard completed != nil else { throw Superseded() }
    }

    /// The text of a file.
    ///
    /// - Throws: ``FileText/Unreadable``; ``PlatformError``.
    func text(of file: StoredFile) async throws -> String {
        guard file.bytes <= limits.searchableFileBytes else {
            throw FileText.Unreadable.invalid(
                "The file has \(file.bytes) bytes; the limit for files that are searched is \(limits.searchableFileBytes)."
            )
        }
        guard let content = try await stores.blobs.contents(of: file.blob, upTo: limits.searchableFileBytes) else {
            throw FileText.Unreadable(
                error: VectorStoreFileError(code: .serverError, message: "The file's content is missing."))
        }
        return try FileText.text(of: content, named: file.filename, contentType: file.contentType)
    }

    // MARK: Deleting

    /// Deletes the passages that nobody may find any more.
    private func cleanUp(_ file: StoredVectorStoreFile) async throws {
        try await delete(file, 0..<file.chunkCount)
        guard file.state != .detached else { return try await stores.catalog.finishDetaching(file) }
        _ = try await stores.catalog.advance(file) { $0.chunkCount = 0 }
    }

    private func delete(_ file: StoredVectorStoreFile, _ numbers: Range<Int>) async throws {
        let index = VectorIndexID(rawValue: file.storeID.rawValue)
        var start = numbers.lowerBound
        while start < numbers.upperBound {
            let end = min(start + Self.deletedAtOnce, numbers.upperBound)
            _ = try await stores.vectors.deleteVectors(file.chunkIDs(start..<end), in: index, of: file.owner)
            start = end
        }
    }
}

/// Puts the passages of one file into the hidden index of its vector store.
private struct PassageWriter {
    let file: StoredVectorStoreFile
    let stores: VectorStorePorts
    let embedder: PassageEmbedder
    let clock: WallClock
    let model: ModelID
    /// How many passages there are so far.
    private(set) var count = 0
    /// How many the row allows for.
    private(set) var reserved: Int
    /// What they and their vectors take.
    private(set) var bytes = 0
    /// How many tokens a passage may have: what the file's strategy says, or less if the model reads less.
    private var size: Int
    private var hasIndex: Bool

    init(
        file: StoredVectorStoreFile, stores: VectorStorePorts, embedder: PassageEmbedder, clock: WallClock
    ) async throws {
        self.file = file
        self.stores = stores
        self.embedder = embedder
        self.clock = clock
        reserved = file.chunkCount
        let index = try await stores.vectors.vectorIndex(
            VectorIndexID(rawValue: file.storeID.rawValue), of: file.owner)
        hasIndex = index != nil
        let (model, readable) = try await embedder.patiently {
            let model = try await embedder.model(of: index)
            return (model, try await embedder.passageTokens(of: model))
        }
        self.model = model
        size = min(file.chunkTokens, readable ?? .max)
    }

    /// Writes the next passages.
    ///
    /// - Returns: Whether there were any.
    mutating func write(next chunks: inout TextChunks) async throws -> Bool {
        let begin = chunks.position
        while true {
            chunks.position = begin
            var batch: [TextChunks.Chunk] = []
            while batch.count < VectorStoreIndexer.batchSize,
                let chunk = chunks.next(size: size, overlap: file.overlapTokens)
            {
                batch.append(chunk)
            }
            guard !batch.isEmpty else { return false }
            do {
                let vectors = try await embedder.vectors(of: batch.map(\.text), model: model, isPatient: true)
                try await store(batch, vectors)
                return true
            } catch let error as PlatformError where error.body.code == "context_length_exceeded" {
                // The estimate was wrong, for this text at least: from here on passages are shorter.
                guard size > TextChunks.minimumSize else { throw error }
                let longest = batch.map(\.tokens).max() ?? size
                size = max(TextChunks.minimumSize, min(size, longest) * 2 / 3)
            }
        }
    }

    private mutating func store(_ batch: [TextChunks.Chunk], _ vectors: [[Float]]) async throws {
        let range = count..<(count + batch.count)
        if range.upperBound > reserved {
            let reserved = range.upperBound
            let advanced = try await stores.catalog.advance(file) { $0.chunkCount = max($0.chunkCount, reserved) }
            guard advanced != nil else { throw VectorStoreIndexer.superseded }
            self.reserved = reserved
        }
        let index = VectorIndexID(rawValue: file.storeID.rawValue)
        if !hasIndex {
            try await embedder.makeIndex(index, of: file.owner, dimension: vectors[0].count, model: model)
            hasIndex = true
        }
        let now = clock.now() * 1_000
        let stored = zip(zip(file.chunkIDs(range), range), zip(batch, vectors)).map { named, made in
            StoredVector(
                id: named.0, embedding: made.1,
                metadata: [
                    "file_id": .string(file.id.rawValue), "filename": .string(file.filename),
                    "index": .integer(named.1), "text": .string(made.0.text),
                ], createdAt: now)
        }
        guard try await stores.vectors.upsert(stored, into: index, of: file.owner) != nil else {
            // Its vector store was deleted, or has expired.
            throw VectorStoreIndexer.superseded
        }
        count = range.upperBound
        bytes += batch.reduce(0) { $0 + $1.text.utf8.count } + vectors.reduce(0) { $0 + 4 * $1.count }
    }
}

extension VectorStoreIndexer {
    fileprivate static var superseded: any Error { Superseded() }
}
