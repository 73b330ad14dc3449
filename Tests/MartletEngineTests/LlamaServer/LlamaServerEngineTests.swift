import Foundation
import Logging
import Testing

@testable import MartletEngine

/// The pool with the real `llama-server` and the default models.
@Suite(.serialized, .enabled(if: InstalledEngine.isWanted), .timeLimit(.minutes(10)))
struct LlamaServerEngineTests {
    /// Lends a running pool, and sees to it that nothing is left of it.
    private func withPool(
        clock: some Clock<Duration> = ContinuousClock(), logger: Logger = silent,
        modelsDirectory: String? = nil, idleTimeout: Duration? = nil, failureLimit: Int = 3,
        _ body: (LlamaServerPool) async throws -> Void
    ) async throws {
        var configuration = try InstalledEngine.find().configuration
        configuration.modelsDirectory = modelsDirectory ?? configuration.modelsDirectory
        configuration.idleTimeout = idleTimeout
        configuration.restart.failureLimit = failureLimit
        let pool = LlamaServerPool(configuration: configuration, clock: clock, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            var servers: [LoadedModel] = []
            do {
                try await body(pool)
                servers = await pool.loaded
            } catch {
                await pool.shutdown()
                throw error
            }
            await pool.shutdown()
            try await group.waitForAll()
            for server in servers {
                #expect(!ProcessTable.isRunning(server.processIdentifier), "\(server.id) is left behind")
            }
        }
    }

    private static let question = """
        {"messages":[{"role":"user","content":"Say hello."}],"max_tokens":8,"temperature":0,"seed":1}
        """

    private func ask(_ lease: LlamaServerLease, key: String?) async throws -> (status: Int, json: [String: Any]) {
        try await HTTP.send("\(lease.baseURL)/v1/chat/completions", key: key, body: Self.question)
    }

    @Test func `a chat is answered to who has the key, and to nobody else; shutting down leaves nothing`() async throws
    {
        let (logger, records) = RecordingLogHandler.make()
        try await withPool(logger: logger) { pool in
            let key = try await pool.withLease(model: InstalledEngine.chatModel) { lease in
                #expect(lease.kind == .chat)
                #expect(lease.contextLength == 1024)
                #expect(lease.slots == 2)
                let (status, json) = try await ask(lease, key: lease.apiKey)
                #expect(status == 200)
                #expect((json["choices"] as? [Any])?.count == 1)
                #expect(json["model"] as? String == InstalledEngine.chatModel)
                #expect(try await ask(lease, key: nil).status == 401)
                #expect(try await ask(lease, key: "wrong").status == 401)
                return lease.apiKey
            }
            let server = try #require(await pool.loaded.first)
            #expect(ProcessTable.isRunning(server.processIdentifier))
            #if os(Linux)
            // The server is the guard's child, and has neither end of any guard's pipe as its standard input.
            let link = try FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/\(server.processIdentifier)/fd/0")
            #expect(link == "/dev/null")
            let arguments = try String(contentsOfFile: "/proc/\(server.processIdentifier)/cmdline", encoding: .utf8)
            #expect(arguments.contains("llama-server"))
            #expect(!arguments.contains(key))
            #endif
            #expect(records.all.contains { $0.level == .debug && $0.message.contains("model loaded") })
            #expect(!records.all.contains { $0.message.contains(key) }, "T44 the key is in the log")
        }
    }

    @Test func `an embedding model answers with vectors`() async throws {
        try await withPool { pool in
            try await pool.withLease(model: InstalledEngine.embeddingModel) { lease in
                #expect(lease.kind == .embedding)
                #expect(lease.contextLength == 512)
                // A text of nearly the whole context must fit into one batch.
                let text = String(repeating: "bird ", count: 500)
                let (status, json) = try await HTTP.send(
                    "\(lease.baseURL)/v1/embeddings", key: lease.apiKey, body: #"{"input":["bird","\#(text)"]}"#)
                #expect(status == 200)
                let data = try #require(json["data"] as? [[String: Any]])
                #expect(data.map { ($0["embedding"] as? [Any])?.count } == [384, 384])
            }
        }
    }

    @Test func `concurrent callers share one process, and two models have two`() async throws {
        try await withPool { pool in
            let leases = try await withThrowingTaskGroup(of: LlamaServerLease.self) { group in
                for number in 0..<10 {
                    let model = number == 0 ? InstalledEngine.embeddingModel : InstalledEngine.chatModel
                    group.addTask { try await pool.acquire(model: model) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(leases.map(\.generation)).count == 2)
            #expect(Set(leases.map(\.apiKey)).count == 2)
            let loaded = await pool.loaded
            #expect(loaded.map(\.id) == [InstalledEngine.embeddingModel, InstalledEngine.chatModel])
            #expect(loaded.map(\.leases) == [1, 9])
            for lease in leases { pool.release(lease) }
        }
    }

    @Test func `after kill -9 of the server the next caller gets a new one`() async throws {
        try await withPool { pool in
            let first = try await pool.acquire(model: InstalledEngine.chatModel)
            let process = try #require(await pool.loaded.first).processIdentifier
            ProcessTable.kill9(process)
            try await eventually("the pool notices") { await pool.loaded.isEmpty }
            #expect(!ProcessTable.isRunning(process))
            let second = try await pool.acquire(model: InstalledEngine.chatModel)
            #expect(second.apiKey != first.apiKey)
            #expect(try await ask(second, key: second.apiKey).status == 200)
            #expect(await pool.loaded.map(\.restarts) == [1])
            pool.release(first)
            pool.release(second)
        }
    }

    #if os(Linux)
    @Test func `kill -9 of the guard ends the server too`() async throws {
        try await withPool { pool in
            try await pool.withLease(model: InstalledEngine.chatModel) { _ in }
            let process = try #require(await pool.loaded.first).processIdentifier
            let guardProcess = try #require(ProcessTable.parent(of: process))
            ProcessTable.kill9(guardProcess)
            try await eventually("the server is gone") { !ProcessTable.isRunning(process) }
            try await eventually("the pool notices") { await pool.loaded.isEmpty }
        }
    }
    #endif

    @Test func `a server that nobody uses is unloaded when its time is over`() async throws {
        let clock = SteppedClock()
        try await withPool(clock: clock, idleTimeout: .seconds(600)) { pool in
            try await pool.withLease(model: InstalledEngine.chatModel) { _ in }
            let process = try #require(await pool.loaded.first).processIdentifier
            try await eventually("the pool waits") { clock.sleepers == 1 }
            clock.advance(by: .seconds(600))
            try await eventually("the server is gone") { !ProcessTable.isRunning(process) }
            try await eventually("the pool knows") { await pool.loaded.isEmpty }
        }
    }

    @Test func `unloading and loading again works`() async throws {
        try await withPool { pool in
            try await pool.withLease(model: InstalledEngine.chatModel) { _ in }
            let process = try #require(await pool.loaded.first).processIdentifier
            await pool.unload(model: InstalledEngine.chatModel)
            #expect(!ProcessTable.isRunning(process))
            let status = try await pool.withLease(model: InstalledEngine.chatModel) { lease in
                try await ask(lease, key: lease.apiKey).status
            }
            #expect(status == 200)
        }
    }

    @Test func `a file that llama-server can't load is told with what it said`() async throws {
        try await withTemporaryDirectory { directory in
            // A header we can read, and nothing behind it.
            try write(GGUFBuilder.chat.bytes, to: "\(directory)/broken.gguf")
            try await withPool(modelsDirectory: directory, failureLimit: 1) { pool in
                let error = await #expect(throws: LlamaServerError.self) { try await pool.acquire(model: "broken") }
                #expect(error?.code == .startFailed)
                #expect(error?.model == "broken")
                #expect(error?.logTail.isEmpty == false)
                #expect(error?.message.contains("exited with status 1") == true)
                #expect(error?.retryAfter != nil)
            }
        }
    }

    @Test func `the default models' files say what they are`() throws {
        let configuration = try InstalledEngine.find().configuration
        let catalog = ModelCatalog(directory: configuration.modelsDirectory, logger: silent)
        let chat = try #require(catalog.model(InstalledEngine.chatModel))
        #expect(chat.kind == .chat)
        #expect(chat.contextLength == 8192)
        #expect(chat.metadata.architecture == "llama")
        #expect(chat.metadata.fileType?.label == "Q4_1")
        #expect(chat.metadata.license == "apache-2.0")
        #expect(try chat.metadata.chatTemplate(ofFileAt: chat.path)?.contains("<|im_start|>") == true)
        let embedding = try #require(catalog.model(InstalledEngine.embeddingModel))
        #expect(embedding.kind == .embedding)
        #expect(embedding.contextLength == 512)
        #expect(embedding.metadata.embeddingLength == 384)
        #expect(embedding.metadata.poolingType == .mean)
    }
}
