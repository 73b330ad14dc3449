import MartletAPI
import MartletTesting
import NIOCore
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct VectorStoresResourceTests {
    private static let store = #"{"id":"vs","object":"vector_store","created_at":1,"name":"n","status":"completed"}"#

    private static func file(_ status: String) -> String {
        #"{"id":"f","object":"vector_store.file","created_at":1,"vector_store_id":"vs","status":"\#(status)"}"#
    }

    private static func list(_ element: String) -> String {
        #"{"object":"list","data":[\#(element)],"first_id":"x","last_id":"x","has_more":false}"#
    }

    @Test func `each call goes to its route, as OpenAI's own clients make it`() async throws {
        let batch = #"{"id":"b","object":"vector_store.files_batch","vector_store_id":"vs","status":"cancelled"}"#
        let answers: [FaultResponse] = [
            .json(Self.store), .json(Self.store), .json(Self.list(Self.store)), .json(Self.store),
            .json(#"{"data":[{"file_id":"f","filename":"a","score":1,"content":[{"type":"text","text":"t"}]}]}"#),
            .json(Self.file("completed")), .json(Self.list(Self.file("completed"))), .json(Self.file("completed")),
            .json(Self.file("completed")), .json(#"{"data":[{"type":"text","text":"t"}]}"#),
            .json(#"{"id":"f","object":"vector_store.file.deleted","deleted":true}"#), .json(batch), .json(batch),
            .json(batch), .json(Self.list(Self.file("completed"))),
            .json(#"{"id":"vs","object":"vector_store.deleted","deleted":true}"#),
        ]
        try await withClient(of: answers) { client, server in
            let stores = client.vectorStores
            #expect(try await stores.create(VectorStoreRequest(name: "n", fileIDs: ["f"])).id == "vs")
            #expect(try await stores.retrieve("vs").status == .completed)
            #expect(try await stores.list(limit: 2, after: "a", order: .ascending).data.count == 1)
            _ = try await stores.update("vs", VectorStoreUpdate(name: .null))
            let page = try await stores.search("vs", "q", filters: .equal("a", 1), maxNumResults: 3)
            #expect(page.data.first?.text == "t")
            let files = stores.files(of: "vs")
            try await files.attach(VectorStoreFileRequest(fileID: "f", chunkingStrategy: .auto))
            _ = try await files.list(status: .failed, limit: 1)
            _ = try await files.retrieve("f")
            try await files.update("f", attributes: ["a": 1])
            #expect(try await files.content("f").text == "t")
            #expect(try await files.delete("f").deleted)
            let batches = stores.fileBatches(of: "vs")
            _ = try await batches.create(VectorStoreFileBatchRequest(fileIDs: ["f"]))
            _ = try await batches.retrieve("b")
            #expect(try await batches.cancel("b").status == .cancelled)
            _ = try await batches.files(in: "b", status: .completed)
            #expect(try await stores.delete("vs").deleted)
            #expect(
                server.requests.map { "\($0.method) \($0.path)" } == [
                    "POST /v1/vector_stores", "GET /v1/vector_stores/vs",
                    "GET /v1/vector_stores?limit=2&after=a&order=asc", "POST /v1/vector_stores/vs",
                    "POST /v1/vector_stores/vs/search", "POST /v1/vector_stores/vs/files",
                    "GET /v1/vector_stores/vs/files?limit=1&filter=failed", "GET /v1/vector_stores/vs/files/f",
                    "POST /v1/vector_stores/vs/files/f", "GET /v1/vector_stores/vs/files/f/content",
                    "DELETE /v1/vector_stores/vs/files/f", "POST /v1/vector_stores/vs/file_batches",
                    "GET /v1/vector_stores/vs/file_batches/b", "POST /v1/vector_stores/vs/file_batches/b/cancel",
                    "GET /v1/vector_stores/vs/file_batches/b/files?filter=completed", "DELETE /v1/vector_stores/vs",
                ])
            #expect(
                server.requests.map(\.bodyText).filter { !$0.isEmpty } == [
                    #"{"name":"n","file_ids":["f"]}"#, #"{"name":null}"#,
                    #"{"query":"q","filters":{"type":"eq","key":"a","value":1},"max_num_results":3}"#,
                    #"{"file_id":"f","chunking_strategy":{"type":"auto"}}"#, #"{"attributes":{"a":1}}"#,
                    #"{"file_ids":["f"]}"#,
                ])
            #expect(server.requests.allSatisfy { $0.header("openai-beta") == "assistants=v2" })
        }
    }

    @Test func `a file is waited for until it is read, and one that failed is given back`() async throws {
        let answers = ["in_progress", "in_progress", "dreaming", "failed"].map { FaultResponse.json(Self.file($0)) }
        try await withClient(of: answers) { client, server in
            let files = client.vectorStores.files(of: "vs")
            let file = try await files.attachAndPoll(
                VectorStoreFileRequest(fileID: "f"), polling: .every(.milliseconds(1)))
            #expect(file.status == .failed)
            #expect(server.requests.map(\.method) == ["POST", "GET", "GET", "GET"])
        }
    }

    @Test func `waiting ends at the deadline, with a sentence`() async throws {
        try await withClient(of: [.json(Self.file("in_progress"))]) { client, _ in
            let files = client.vectorStores.files(of: "vs")
            let error = await #expect(throws: MartletError.self) {
                _ = try await files.poll("f", polling: .every(.milliseconds(5), deadline: .milliseconds(40)))
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(error?.message.contains("'f'") == true)
        }
    }

    @Test func `what there is not is an error that says so`() async throws {
        let body = #"{"error":{"message":"There is no vector store 'x'.","code":"vector_store_not_found"}}"#
        try await withClient(of: [.json(body, status: 404)]) { client, _ in
            let error = await #expect(throws: MartletError.self) { _ = try await client.vectorStores.retrieve("x") }
            #expect(error?.code == .notFound)
            #expect(error?.serverCode == "vector_store_not_found")
        }
    }

    @Test func `a file is uploaded, read and found on a platform`() async throws {
        try await withPlatform(engine: WordEngine()) { platform in
            let client = try platform.client()
            let store = try await client.vectorStores.create(VectorStoreRequest(name: "birds"))
            let files = client.vectorStores.files(of: store.id)
            let text = "Swifts sleep in the air.\n\nGrebes build nests that float on water."
            let file = try await files.uploadAndPoll(
                .bytes(ByteBuffer(string: text)), filename: "birds.md", attributes: ["year": 2024],
                polling: .every(.milliseconds(5)))
            #expect(file.status == .completed, "\(String(describing: file.lastError))")
            #expect(try await client.files.retrieve(file.id).purpose == .assistants)
            let page = try await client.vectorStores.search(store.id, "nests on water", filters: .equal("year", 2024))
            #expect(page.data.first?.filename == "birds.md")
            #expect(page.data.first?.text.contains("Grebes") == true)
            #expect(
                try await client.vectorStores.search(store.id, "nests", filters: .equal("year", 1999)).data.isEmpty)
        }
    }
}
