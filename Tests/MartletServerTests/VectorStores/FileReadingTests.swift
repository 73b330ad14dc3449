import Logging
import MartletAPI
import MartletServer
import MartletTesting
import Testing

/// What workers make of files, whatever ends the platform meanwhile.
struct FileReadingTests {
    private static let index = VectorIndexID(rawValue: "vs")
    /// 30 paragraphs of about 18 tokens each.
    private static let long = (0..<30).map {
        "Paragraph \($0) tells of a bird that flew over the sea for \($0) days and nights."
    }.joined(separator: "\n\n")

    /// A vector store with one file that waits to be read, in passages of 100 tokens.
    private static func stores(_ text: String = long) async throws -> PlatformStores {
        let stores = try PlatformStores.inMemory()
        try await stores.keep(text, as: "f")
        try await stores.vectorStores?.insert(
            StoredVectorStore(id: "vs", owner: .default, createdAt: 1),
            files: [
                StoredVectorStoreFile(
                    storeID: "vs", id: "f", owner: .default, createdAt: 1, filename: "f.txt", chunkTokens: 100,
                    overlapTokens: 20)
            ])
        return stores
    }

    private static func passages(_ stores: PlatformStores) async throws -> [String] {
        let found = try await stores.vectors?.vectors(in: index, of: .default, after: nil, limit: 1_000) ?? []
        return found.compactMap { $0.metadata["text"]?.stringValue }
    }

    private static func file(_ stores: PlatformStores) async throws -> StoredVectorStoreFile? {
        try await stores.vectorStores?.vectorStoreFile("f", in: "vs", of: .default)
    }

    private static func read(_ stores: PlatformStores, _ engine: SearchingEngine) async throws -> StoredVectorStoreFile
    {
        try await withPlatform(engine: engine, stores: stores) { _ in
            try await eventually("the file is read") { try await Self.file(stores)?.state != .inProgress }
        }
        return try #require(try await Self.file(stores))
    }

    @Test func `a file is read into passages that hold all of it`() async throws {
        let stores = try await Self.stores()
        let file = try await Self.read(stores, SearchingEngine())
        let passages = try await Self.passages(stores)
        #expect(file.state == .completed)
        #expect(file.chunkCount == passages.count)
        #expect(passages.count > 4)
        for number in 0..<30 {
            #expect(passages.contains { $0.contains("Paragraph \(number) tells") && $0.contains("\(number) days") })
        }
        let bytes = passages.reduce(0) { $0 + $1.utf8.count }
        #expect(file.usageBytes == bytes + passages.count * SearchingEngine.dimension * 4)
    }

    @Test func `T69 what was being read when the platform ended is read again, and is there once`() async throws {
        let whole = try await Self.stores()
        _ = try await Self.read(whole, SearchingEngine())
        let expected = try await Self.passages(whole)

        // The platform ends while passages are being made.
        let stores = try await Self.stores()
        let engine = SearchingEngine()
        engine.close()
        try await withPlatform(engine: engine, stores: stores) { _ in
            try await eventually("the file is being read") { engine.waiting > 0 }
        }
        #expect(try await Self.file(stores)?.state == .inProgress)
        #expect(try await Self.file(stores)?.attempts == 1)
        // As if it had ended between two passages, with more of them than there will be.
        let catalog = try #require(stores.vectorStores)
        let file = try #require(try await Self.file(stores))
        _ = try await catalog.advance(file) { $0.chunkCount = 40 }
        let vectors = try #require(stores.vectors)
        try await vectors.insert(
            StoredVectorIndex(
                id: Self.index, owner: .default, kind: .vectorStore, createdAt: 1, name: "vs",
                dimension: SearchingEngine.dimension, metadata: ["embedding_model": "vectors"]))
        let old = file.chunkIDs(0..<40).map { id in
            StoredVector(
                id: id, embedding: [1] + [Float](repeating: 0, count: SearchingEngine.dimension - 1),
                metadata: ["file_id": "f", "text": "old"], createdAt: 1)
        }
        _ = try await vectors.upsert(old, into: Self.index, of: .default)

        let ended = try await Self.read(stores, SearchingEngine())
        #expect(ended.state == .completed)
        #expect(ended.attempts == 2)
        #expect(try await Self.passages(stores) == expected)
    }

    @Test func `a model that reads little gets shorter passages`() async throws {
        let stores = try await Self.stores()
        let engine = SearchingEngine(readable: 150)
        let file = try await Self.read(stores, engine)
        let passages = try await Self.passages(stores)
        #expect(file.state == .completed)
        #expect(passages.count == file.chunkCount)
        #expect(passages.allSatisfy { $0.count <= 150 })
        for number in 0..<30 { #expect(passages.contains { $0.contains("Paragraph \(number) tells") }) }
    }

    @Test func `a model that reads nothing fails the file`() async throws {
        let stores = try await Self.stores()
        let file = try await Self.read(stores, SearchingEngine(readable: 3))
        #expect(file.state == .failed)
        #expect(file.failure?.message == "A text is too long.")
    }

    @Test func `a file that ends the platform each time is given up`() async throws {
        let stores = try await Self.stores()
        let file = try #require(try await Self.file(stores))
        _ = try await stores.vectorStores?.advance(file) { $0.attempts = 10 }
        #expect(try await Self.read(stores, SearchingEngine()).state == .failed)
    }

    @Test func `a file that was deleted without a word is detached at the next start`() async throws {
        let stores = try await Self.stores()
        _ = try await Self.read(stores, SearchingEngine())
        _ = try await stores.files?.deleteFile("f", of: .default)
        try await withPlatform(engine: SearchingEngine(), stores: stores) { _ in
            try await eventually("it is detached") { try await Self.passages(stores).isEmpty }
        }
        #expect(try await Self.file(stores) == nil)
    }

    @Test func `a vector store whose time is over cannot be searched, and its passages are deleted`() async throws {
        let stores = try await Self.stores("A swift flies.")
        _ = try await Self.read(stores, SearchingEngine())
        _ = try await stores.vectorStores?.updateVectorStore("vs", of: .default) { store in
            store.expiresAfterDays = 1
            store.lastActiveAt = 1
        }
        try await withPlatform(engine: SearchingEngine(), stores: stores) { platform in
            let caller = Caller.openAI(platform)
            #expect(try await caller.get("/vector_stores/vs")["status"] == "expired")
            for answer in [
                try await caller.search("vs", "swift"),
                try await caller.post("/vector_stores/vs/files", ["file_id": "f"]),
                try await caller.post(
                    "/vector_stores/vs", ["expires_after": ["anchor": "last_active_at", "days": 3]]),
            ] {
                #expect(answer.status == 400)
                #expect(answer.error["code"] == "vector_store_expired")
            }
            try await eventually("its index is deleted") {
                try await stores.vectors?.vectorIndex(Self.index, of: .default) == nil
            }
            // Who makes a new one finds the files.
            #expect(try await caller.get("/vector_stores/vs/files").ids == ["f"])
            #expect(try await caller.get("/vector_stores/vs")["status"] == "expired")
        }
    }
}
