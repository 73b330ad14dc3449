import HTTPTypes
import MartletAPI
import MartletServer
import MartletTesting
import Testing

struct VectorStoreRoutesTests {
    private static let birds = "The common swift sleeps on the wing.\n\nIt lands only to nest."
    private static let trees = "Oaks live for centuries and feed many insects."

    /// A platform that keeps `birds` and `trees`.
    private func with(
        _ engine: SearchingEngine = SearchingEngine(), configuration: PlatformConfiguration = PlatformConfiguration(),
        _ body: @escaping @Sendable (Caller, PlatformStores) async throws -> Void
    ) async throws {
        let stores = try PlatformStores.inMemory()
        try await stores.keep(Self.birds, as: "birds", named: "birds.md")
        try await stores.keep(Self.trees, as: "trees")
        try await withPlatform(engine: engine, configuration: configuration, stores: stores) { platform in
            try await body(.openAI(platform), stores)
        }
    }

    @Test func `a vector store is made, shown, changed and deleted`() async throws {
        try await with { caller, _ in
            let made = try await caller.post(
                "/vector_stores",
                ["name": "Nature", "metadata": ["a": "b"], "expires_after": ["anchor": "last_active_at", "days": 2]])
            #expect(made.status == 200)
            #expect(made.id.hasPrefix("vs_"))
            #expect(made["object"] == "vector_store")
            #expect(made["status"] == "completed")
            #expect(made["file_counts"] == ["in_progress": 0, "completed": 0, "failed": 0, "cancelled": 0, "total": 0])
            #expect(made["usage_bytes"] == 0)
            let created = try #require(made["created_at"].intValue)
            #expect(made["expires_at"] == .integer(created + 2 * 86_400))
            #expect(try await caller.get("/vector_stores/\(made.id)").body == made.body)

            let changed = try await caller.post("/vector_stores/\(made.id)", ["name": "N", "expires_after": nil])
            #expect(changed["name"] == "N")
            #expect(changed["expires_at"] == .null)
            #expect(changed["metadata"] == ["a": "b"])
            let second = try await caller.post("/vector_stores")
            #expect(try await caller.get("/vector_stores").ids == [second.id, made.id])
            let page = try await caller.get("/vector_stores?limit=1&order=asc")
            #expect(page.ids == [made.id])
            #expect(page["has_more"] == true)
            #expect(try await caller.get("/vector_stores?after=\(second.id)").ids == [made.id])

            let deleted = try await caller.delete("/vector_stores/\(made.id)")
            #expect(deleted.body == ["id": .string(made.id), "object": "vector_store.deleted", "deleted": true])
            for answer in [
                try await caller.get("/vector_stores/\(made.id)"), try await caller.delete("/vector_stores/\(made.id)"),
                try await caller.search(made.id, "swift"), try await caller.get("/vector_stores/\(made.id)/files"),
            ] {
                #expect(answer.status == 404)
                #expect(answer.error["code"] == "vector_store_not_found")
            }
        }
    }

    @Test func `files are read, listed, searched, changed and detached`() async throws {
        try await with { caller, stores in
            let store = try await caller.makeVectorStore(["birds", "trees"])
            let seen = try await caller.get("/vector_stores/\(store)")
            #expect(seen["status"] == "completed")
            #expect(seen["file_counts"]["completed"] == 2)
            #expect(seen["usage_bytes"].intValue ?? 0 > 500)
            #expect(try await caller.get("/vector_stores/\(store)/files").ids == ["trees", "birds"])
            #expect(try await caller.get("/vector_stores/\(store)/files?filter=failed").ids == [])
            let file = try await caller.get("/vector_stores/\(store)/files/birds")
            #expect(file["object"] == "vector_store.file")
            #expect(file["status"] == "completed")
            #expect(
                file["chunking_strategy"] == [
                    "type": "static", "static": ["max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400],
                ])
            let content = try await caller.get("/vector_stores/\(store)/files/birds/content")
            #expect(content.data == [["type": "text", "text": .string(Self.birds)]])

            let found = try await caller.search(store, "where does a swift sleep on the wing")
            #expect(found["object"] == "vector_store.search_results.page")
            #expect(found["search_query"] == ["where does a swift sleep on the wing"])
            #expect(found.data.map { $0["file_id"] } == ["birds", "trees"])
            #expect(found.data[0]["filename"] == "birds.md")
            #expect(found.data[0]["content"] == [["type": "text", "text": .string(Self.birds)]])
            let scores = found.data.compactMap { $0["score"]?.doubleValue }
            #expect(scores == scores.sorted(by: >) && scores.allSatisfy { (0...1).contains($0) })

            let updated = try await caller.post(
                "/vector_stores/\(store)/files/birds", ["attributes": ["kind": "animal", "legs": 2]])
            #expect(updated["attributes"] == ["kind": "animal", "legs": 2])
            let animals = try await caller.search(
                store, "oaks", ["filters": ["type": "eq", "key": "kind", "value": "animal"]])
            #expect(animals.data.map { $0["file_id"] } == ["birds"])
            #expect(animals.data[0]["attributes"] == ["kind": "animal", "legs": 2])

            let detached = try await caller.delete("/vector_stores/\(store)/files/birds")
            #expect(detached["object"] == "vector_store.file.deleted")
            #expect(try await caller.search(store, "swift").data.map { $0["file_id"] } == ["trees"])
            #expect(try await caller.get("/vector_stores/\(store)/files/birds").status == 404)
            let index = VectorIndexID(rawValue: store)
            try await eventually("the passages are deleted") {
                try await stores.vectors?.vectorIDs(in: index, of: .default) == ["trees#0"]
            }
            _ = try await caller.delete("/vector_stores/\(store)")
            try await eventually("the hidden index is deleted") {
                try await stores.vectors?.vectorIndex(index, of: .default) == nil
            }
            // The file itself stays.
            #expect(try await stores.files?.file("birds", of: .default) != nil)
        }
    }

    @Test func `what cannot be read has failed, and says why`() async throws {
        try await with { caller, stores in
            try await stores.keep("%PDF-1.7", as: "pdf", named: "paper.pdf")
            let store = try await caller.makeVectorStore(["pdf", "birds"])
            let file = try await caller.get("/vector_stores/\(store)/files/pdf")
            #expect(file["status"] == "failed")
            #expect(file["last_error"]["code"] == "unsupported_file")
            #expect(file["last_error"]["message"]?.stringValue?.contains("PDF") == true)
            let counts = try await caller.get("/vector_stores/\(store)")["file_counts"]
            #expect(counts == ["in_progress": 0, "completed": 1, "failed": 1, "cancelled": 0, "total": 2])
            let content = try await caller.get("/vector_stores/\(store)/files/pdf/content")
            #expect(content.status == 400)
            #expect(content.error["code"] == "unsupported_file")
        }
    }

    @Test func `a failing engine fails the file, with its own words`() async throws {
        let failure = PlatformError(.serviceUnavailable, code: "no_model", "No embedding model is installed.")
        try await with(SearchingEngine(failure: failure)) { caller, _ in
            let store = try await caller.makeVectorStore(["birds"])
            let file = try await caller.get("/vector_stores/\(store)/files/birds")
            #expect(file["status"] == "failed")
            #expect(file["last_error"] == ["code": "server_error", "message": "No embedding model is installed."])
        }
    }

    @Test func `batches have counts, files, and an end`() async throws {
        try await with { caller, _ in
            let store = try await caller.makeVectorStore([])
            let batch = try await caller.post(
                "/vector_stores/\(store)/file_batches",
                [
                    "file_ids": ["birds", "trees"], "attributes": ["set": "nature"],
                    "chunking_strategy": [
                        "type": "static", "static": ["max_chunk_size_tokens": 100, "chunk_overlap_tokens": 0],
                    ],
                ])
            #expect(batch["object"] == "vector_store.files_batch")
            #expect(batch["file_counts"]["total"] == 2)
            try await caller.waitForFiles(of: store)
            let ended = try await caller.get("/vector_stores/\(store)/file_batches/\(batch.id)")
            #expect(ended["status"] == "completed")
            #expect(ended["file_counts"]["completed"] == 2)
            let files = try await caller.get("/vector_stores/\(store)/file_batches/\(batch.id)/files?limit=1")
            #expect(files.ids == ["trees"])
            #expect(files["has_more"] == true)
            #expect(files.data[0]["attributes"] == ["set": "nature"])
            // What has ended by itself is not cancelled.
            let cancelled = try await caller.post("/vector_stores/\(store)/file_batches/\(batch.id)/cancel")
            #expect(cancelled["status"] == "completed")
            #expect(try await caller.get("/vector_stores/\(store)/file_batches/none").status == 404)

            let own = try await caller.post(
                "/vector_stores/\(store)/file_batches",
                ["files": [["file_id": "birds", "attributes": ["n": 1]], ["file_id": "trees"]]])
            #expect(own.status == 200)
            try await caller.waitForFiles(of: store)
            #expect(try await caller.get("/vector_stores/\(store)/files/birds")["attributes"] == ["n": 1])
            // Attached anew, they are there once.
            #expect(try await caller.search(store, "swift").data.count == 2)
        }
    }

    @Test func `a batch that is called off leaves nothing to be found`() async throws {
        let engine = SearchingEngine()
        engine.close()
        try await with(engine) { caller, stores in
            let store = try await caller.post("/vector_stores").id
            let batch = try await caller.post(
                "/vector_stores/\(store)/file_batches", ["file_ids": ["birds", "trees"]])
            #expect(batch["status"] == "in_progress")
            try await eventually("both are being read") { engine.waiting == 2 }
            let cancelled = try await caller.post("/vector_stores/\(store)/file_batches/\(batch.id)/cancel")
            #expect(cancelled["status"] == "cancelled")
            #expect(cancelled["file_counts"]["cancelled"] == 2)
            engine.open()
            try await eventually("the workers have stopped") { engine.waiting == 0 }
            try await eventually("nothing is left") {
                try await stores.vectors?.vectorIDs(in: VectorIndexID(rawValue: store), of: .default) ?? [] == []
            }
            #expect(try await caller.search(store, "swift").data == [])
            #expect(try await caller.get("/vector_stores/\(store)/files?filter=cancelled").ids.count == 2)
            // It can be attached again.
            _ = try await caller.post("/vector_stores/\(store)/files", ["file_id": "birds"])
            try await caller.waitForFiles(of: store)
            #expect(try await caller.search(store, "swift").data.count == 1)
        }
    }

    @Test func `searches take several texts, bounds and filters`() async throws {
        try await with { caller, stores in
            for number in 0..<30 {
                try await stores.keep("Note \(number) about swift birds.", as: "note\(number)")
            }
            let store = try await caller.makeVectorStore((0..<30).map { "note\($0)" } + ["birds", "trees"])
            for number in 0..<30 {
                _ = try await caller.post(
                    "/vector_stores/\(store)/files/note\(number)", ["attributes": ["n": .integer(number)]])
            }
            #expect(try await caller.search(store, "swift").data.count == 10)
            #expect(try await caller.search(store, "swift", ["max_num_results": 50]).data.count == 32)
            let both = try await caller.post(
                "/vector_stores/\(store)/search",
                ["query": ["oaks live for centuries", "sleeps on the wing"], "max_num_results": 2])
            #expect(Set(both.data.compactMap { $0["file_id"]?.stringValue }) == ["birds", "trees"])
            #expect(both["search_query"] == ["oaks live for centuries", "sleeps on the wing"])
            let late = try await caller.search(
                store, "swift", ["filters": ["type": "gte", "key": "n", "value": 28], "rewrite_query": true])
            #expect(Set(late.data.compactMap { $0["file_id"]?.stringValue }) == ["note28", "note29"])
            let none = try await caller.search(
                store, "swift", ["filters": ["type": "eq", "key": "n", "value": 99]])
            #expect(none.data == [])
            let good = try await caller.search(
                store, Self.trees, ["ranking_options": ["ranker": "auto", "score_threshold": 0.9]])
            #expect(good.data.map { $0["file_id"] } == ["trees"])
            // What is detached does not take the place of what is there.
            for number in 0..<20 { _ = try await caller.delete("/vector_stores/\(store)/files/note\(number)") }
            #expect(try await caller.search(store, "note about swift birds").data.count == 10)
        }
    }

    @Test func `another account finds nothing`() async throws {
        let stores = try PlatformStores.inMemory()
        for name in ["anna", "ben"] {
            let key = StoredKey(
                id: name, account: AccountID(rawValue: name), name: name, ending: "1234", createdAt: 1)
            try await stores.keys.insert(key, secret: "\(name)-key")
        }
        try await stores.keep(Self.birds, as: "birds", of: AccountID(rawValue: "anna"))
        try await withPlatform(engine: SearchingEngine(), stores: stores) { platform in
            let anna = Caller.openAI(platform, key: "anna-key")
            let ben = Caller.openAI(platform, key: "ben-key")
            let id = try await anna.makeVectorStore(["birds"])
            #expect(try await ben.get("/vector_stores").ids == [])
            let own = try await ben.post("/vector_stores").id
            for answer in [
                try await ben.get("/vector_stores/\(id)"), try await ben.post("/vector_stores/\(id)", ["name": "x"]),
                try await ben.delete("/vector_stores/\(id)"), try await ben.search(id, "swift"),
                try await ben.get("/vector_stores/\(id)/files"), try await ben.get("/vector_stores/\(id)/files/birds"),
                try await ben.get("/vector_stores/\(id)/files/birds/content"),
                try await ben.delete("/vector_stores/\(id)/files/birds"),
                try await ben.post("/vector_stores/\(own)/files", ["file_id": "birds"]),
                try await ben.post("/vector_stores", ["file_ids": ["birds"]]),
                try await ben.post(
                    "/assistants",
                    [
                        "model": "scripted", "tool_resources": ["file_search": ["vector_store_ids": [.string(id)]]],
                    ]),
            ] {
                #expect(answer.status == 404, "\(answer)")
            }
            #expect(try await anna.search(id, "swift").data.count == 1)
        }
    }

    @Test(
        arguments: [
            ("/vector_stores", ["color": 1], "color"), ("/vector_stores", ["name": ["x"]], "name"),
            ("/vector_stores", ["metadata": ["a": 1]], "metadata"),
            ("/vector_stores", ["expires_after": ["anchor": "created_at", "days": 1]], "expires_after.anchor"),
            ("/vector_stores", ["expires_after": ["anchor": "last_active_at", "days": 0]], "expires_after.days"),
            ("/vector_stores", ["expires_after": ["days": 1, "more": 1]], "expires_after.more"),
            ("/vector_stores", ["file_ids": "birds"], "file_ids"),
            ("/vector_stores/ID/files", [:], "file_id"),
            ("/vector_stores/ID/files", ["file_id": "birds", "x": 1], "x"),
            (
                "/vector_stores/ID/files", ["file_id": "birds", "chunking_strategy": ["type": "magic"]],
                "chunking_strategy"
            ),
            (
                "/vector_stores/ID/files",
                [
                    "file_id": "birds",
                    "chunking_strategy": [
                        "type": "static", "static": ["max_chunk_size_tokens": 99, "chunk_overlap_tokens": 0],
                    ],
                ], "chunking_strategy.static.max_chunk_size_tokens"
            ),
            (
                "/vector_stores/ID/files",
                [
                    "file_id": "birds",
                    "chunking_strategy": [
                        "type": "static", "static": ["max_chunk_size_tokens": 100, "chunk_overlap_tokens": 51],
                    ],
                ], "chunking_strategy.static.chunk_overlap_tokens"
            ),
            ("/vector_stores/ID/files", ["file_id": "birds", "attributes": ["a": [1]]], "attributes"),
            ("/vector_stores/ID/file_batches", [:], "file_ids"),
            (
                "/vector_stores/ID/file_batches", ["file_ids": ["birds"], "files": [["file_id": "trees"]]], "file_ids"
            ),
            (
                "/vector_stores/ID/file_batches", ["files": [["file_id": "birds", "x": 1]]], "files[0].x"
            ),
            ("/vector_stores/ID/search", [:], "query"), ("/vector_stores/ID/search", ["query": " "], "query"),
            ("/vector_stores/ID/search", ["query": 1], "query"),
            ("/vector_stores/ID/search", ["query": "x", "max_num_results": 51], "max_num_results"),
            ("/vector_stores/ID/search", ["query": "x", "filters": ["type": "like"]], "filters"),
            ("/vector_stores/ID/search", ["query": "x", "top_k": 3], "top_k"),
            (
                "/vector_stores/ID/search", ["query": "x", "ranking_options": ["score_threshold": 2]],
                "ranking_options.score_threshold"
            ),
            (
                "/vector_stores/ID/search", ["query": "x", "ranking_options": ["ranker": "best"]],
                "ranking_options.ranker"
            ),
            ("/vector_stores/ID", ["description": "x"], "description"),
        ] as [(String, JSONValue, String)])
    func `what is not understood is refused by its name`(
        _ path: String, _ body: JSONValue, _ parameter: String
    ) async throws {
        try await with { caller, _ in
            let store = try await caller.post("/vector_stores").id
            let answer = try await caller.post(path.replacing("ID", with: store), body)
            #expect(answer.status == 400, "\(answer)")
            #expect(answer.error["param"] == .string(parameter), "\(answer)")
        }
    }

    @Test func `a file that there is not is named by its place`() async throws {
        try await with { caller, _ in
            let answer = try await caller.post("/vector_stores", ["file_ids": ["birds", "none"]])
            #expect(answer.status == 404)
            #expect(answer.error["param"] == "file_ids[1]")
            #expect(try await caller.get("/vector_stores").ids == [])
        }
    }
}
