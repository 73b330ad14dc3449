import HTTPTypes
import MartletAPI

/// Makes vector stores, attaches files to them, and searches them: for the routes, and for assistants.
struct VectorStoreService: Sendable {
    /// The last use of a vector store is noted once in this many seconds: a search is not to wait for the disk.
    private static let activityInterval = 60

    let stores: VectorStorePorts
    let search: VectorStoreSearch
    let indexer: VectorStoreIndexer
    let bell: Bell
    let limits: PlatformLimits
    let clock: WallClock

    // MARK: Vector stores

    /// - Throws: ``PlatformError`` with 404 when there is none.
    func store(_ id: VectorStoreID, of owner: AccountID, parameter: String? = nil) async throws -> StoredVectorStore {
        guard let store = try await stores.catalog.vectorStore(id, of: owner) else {
            throw PlatformError.unknownVectorStore(id, parameter: parameter)
        }
        return store
    }

    /// The vector store, which is in use now.
    ///
    /// - Throws: ``PlatformError`` with 404 when there is none, and with 400 when its time is over.
    func storeInUse(
        _ id: VectorStoreID, of owner: AccountID, parameter: String? = nil
    ) async throws -> StoredVectorStore {
        let store = try await store(id, of: owner, parameter: parameter)
        guard !store.isExpired(at: clock.now()) else { throw PlatformError.expiredVectorStore(id) }
        return try await used(store)
    }

    /// Notes that a vector store is in use.
    func used(_ store: StoredVectorStore) async throws -> StoredVectorStore {
        let now = clock.now()
        guard now - store.lastActiveAt >= Self.activityInterval else { return store }
        return try await stores.catalog.updateVectorStore(store.id, of: store.owner) { store in
            store.lastActiveAt = max(now, store.lastActiveAt)
        } ?? store
    }

    /// - Throws: ``PlatformError`` with 400, and with 404 when there is no such file.
    func create(_ request: VectorStoreRequest, of owner: AccountID) async throws -> StoredVectorStore {
        try VectorStoreRules.check(
            request.additionalProperties,
            modelled: ["name", "description", "file_ids", "chunking_strategy", "expires_after", "metadata"])
        try VectorStoreRules.check("name", request.name, maximum: VectorStoreRules.nameLength)
        try VectorStoreRules.check("description", request.description, maximum: VectorStoreRules.descriptionLength)
        try VectorStoreRules.check(request.expiresAfter)
        var store = StoredVectorStore(
            id: VectorStoreID(rawValue: Identifier.make("vs")), owner: owner, createdAt: clock.now(),
            name: request.name ?? "",
            metadata: try Metadata.checked(request.metadata.map { .object($0) }))
        store.description = request.description
        store.expiresAfterDays = request.expiresAfter?.days
        let sizes = try VectorStoreRules.sizes(request.chunkingStrategy)
        let files = try await files(
            (request.fileIDs ?? []).map { VectorStoreFileRequest(fileID: $0) }, sizes: sizes, for: store.id, of: owner)
        try await stores.catalog.insert(store, files: files)
        bell.ring()
        return store
    }

    func shape(_ store: StoredVectorStore) async throws -> VectorStore {
        try await shapes([store])[0]
    }

    func shapes(_ all: [StoredVectorStore]) async throws -> [VectorStore] {
        let summaries = try await stores.catalog.vectorStoreFileCounts(in: all.map(\.id))
        let now = clock.now()
        return all.map { VectorStoreShapes.store($0, summaries[$0.id] ?? VectorStoreFileSummary(), now: now) }
    }

    /// Deletes a vector store.
    ///
    /// - Throws: ``PlatformError`` with 404.
    func delete(_ id: VectorStoreID, of owner: AccountID) async throws {
        guard try await stores.catalog.deleteVectorStore(id, of: owner) else {
            throw PlatformError.unknownVectorStore(id)
        }
        bell.ring()
    }

    // MARK: Files

    /// Files as they are to be attached.
    ///
    /// - Parameters:
    ///   - sizes: How all of them are split; nil when each says so itself.
    ///   - name: What the request calls them.
    /// - Throws: ``PlatformError`` with 400, and with 404 when there is no such file.
    func files(
        _ asked: [VectorStoreFileRequest], sizes: (chunk: Int, overlap: Int)?, batch: VectorStoreFileBatchID? = nil,
        named name: String = "file_ids", for store: VectorStoreID, of owner: AccountID
    ) async throws -> [StoredVectorStoreFile] {
        guard asked.count <= VectorStoreRules.batchFiles else {
            throw PlatformError.invalidRequest(
                "There are \(asked.count) files; the limit is \(VectorStoreRules.batchFiles) at a time.",
                parameter: name)
        }
        var files: [StoredVectorStoreFile] = []
        var requests: [FileID: VectorStoreFileRequest] = [:]
        for (position, request) in asked.enumerated() {
            let place = name == "file_id" ? name : "\(name)[\(position)]"
            if let earlier = requests.updateValue(request, forKey: request.fileID) {
                // The same twice is the same once.
                guard earlier == request else {
                    throw PlatformError.invalidRequest(
                        "\(place) names a file that is named before, with something else.", parameter: place)
                }
                continue
            }
            let found = try await stores.files.file(request.fileID, of: owner)
            guard let file = found, file.expiresAt.map({ $0 > clock.now() }) ?? true else {
                throw PlatformError.unknownFile(request.fileID, parameter: place)
            }
            let inner = name == "files" ? "\(place)." : ""
            let sizes = try sizes ?? VectorStoreRules.sizes(request.chunkingStrategy, at: inner)
            files.append(
                StoredVectorStoreFile(
                    storeID: store, id: file.id, owner: owner, batchID: batch, createdAt: clock.now(),
                    filename: file.filename, chunkTokens: sizes.chunk, overlapTokens: sizes.overlap,
                    attributes: try VectorStoreRules.attributes(request.attributes, at: inner)))
        }
        return files
    }

    /// Attaches files to a vector store.
    ///
    /// - Throws: ``PlatformError`` with 404 when there is no such vector store, and with 400 when its time is over or it
    ///   would have too many files.
    func attach(
        _ files: [StoredVectorStoreFile], batch: StoredVectorStoreFileBatch? = nil, to id: VectorStoreID,
        of owner: AccountID
    ) async throws -> [StoredVectorStoreFile] {
        _ = try await storeInUse(id, of: owner)
        let there = try await stores.catalog.vectorStoreFileCounts(in: [id])[id]?.counts.total ?? 0
        guard there + files.count <= limits.vectorStoreFiles else {
            throw PlatformError.invalidRequest(
                "The vector store has \(there) files, and may have \(limits.vectorStoreFiles).",
                code: "too_many_files")
        }
        guard let attached = try await stores.catalog.attach(files, batch: batch, to: id, of: owner) else {
            throw PlatformError.unknownVectorStore(id)
        }
        bell.ring()
        return attached
    }

    /// - Throws: ``PlatformError`` with 404 when there is none.
    func file(_ id: FileID, in store: VectorStoreID, of owner: AccountID) async throws -> StoredVectorStoreFile {
        guard let file = try await stores.catalog.vectorStoreFile(id, in: store, of: owner) else {
            throw PlatformError.unknownFile(id, in: store)
        }
        return file
    }

    /// Detaches a file from a vector store. The file itself stays.
    ///
    /// - Throws: ``PlatformError`` with 404.
    func detach(_ id: FileID, from store: VectorStoreID, of owner: AccountID) async throws {
        guard try await stores.catalog.detachFile(id, from: store, of: owner) else {
            throw PlatformError.unknownFile(id, in: store)
        }
        bell.ring()
    }

    /// Detaches a file that is to be deleted, or was, from all vector stores.
    func detach(_ id: FileID, of owner: AccountID) async throws {
        if try await stores.catalog.detachFile(id, of: owner) > 0 { bell.ring() }
    }

    /// The text of a file as it is searched.
    ///
    /// - Throws: ``PlatformError`` with 404 when there is none, and with 400 when it has no text.
    func text(of id: FileID, in store: VectorStoreID, of owner: AccountID) async throws -> String {
        let attached = try await file(id, in: store, of: owner)
        guard let file = try await stores.files.file(attached.id, of: owner) else {
            throw PlatformError.unknownFile(id, in: store)
        }
        do {
            return try await indexer.text(of: file)
        } catch let error as FileText.Unreadable {
            throw PlatformError.invalidRequest(error.error.message, code: error.error.code.rawValue)
        }
    }
}
