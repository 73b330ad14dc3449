import HTTPTypes
import Logging
import MartletAPI
import MartletStorage
import MartletTesting
import NIOCore
import Synchronization
import Testing

@testable import MartletServer

@Suite struct FileServiceTests {
    /// A service in memory, with a clock that tests set.
    private struct Bench: Sendable {
        let store: SQLiteStore
        let blobs = MemoryBlobStore()
        let now = Time()
        let service: FileService

        init() throws {
            store = try SQLiteStore(path: nil)
            service = FileService(
                files: store, blobs: blobs, limits: PlatformLimits(), clock: WallClock { [now] in now.seconds },
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        }

        /// Keeps a file as if it had been uploaded.
        func keep(
            _ id: FileID, _ text: String, expiresAt: Int? = nil, owner: AccountID = "anna"
        ) async throws {
            let blob = BlobID(rawValue: "blob_\(id)")
            try await blobs.write(blob) { try await $0.write(ByteBuffer(string: text)) }
            try await store.insert(
                StoredFile(
                    id: id, owner: owner, createdAt: 1, filename: "a", purpose: .batch, bytes: text.utf8.count,
                    expiresAt: expiresAt, blob: blob))
        }
    }

    private final class Time: Sendable {
        private let value = Mutex(1_000)
        var seconds: Int { value.withLock { $0 } }
        func set(_ seconds: Int) { value.withLock { $0 = seconds } }
    }

    private func status(_ body: () async throws -> Void) async -> Int? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? PlatformError)?.status.code
        }
    }

    @Test func `contents can be had up to a limit, by their owner`() async throws {
        let bench = try Bench()
        try await bench.keep("a", "12345")
        #expect(try await bench.service.contents(of: "a", owner: "anna", upTo: 5) == ByteBuffer(string: "12345"))
        #expect(await status { _ = try await bench.service.contents(of: "a", owner: "anna", upTo: 4) } == 413)
        #expect(await status { _ = try await bench.service.contents(of: "a", owner: "ben", upTo: 5) } == 404)
        #expect(await status { _ = try await bench.service.contents(of: "b", owner: "anna", upTo: 5) } == 404)
        try await bench.blobs.deleteAll(except: [])
        #expect(await status { _ = try await bench.service.contents(of: "a", owner: "anna", upTo: 5) } == 500)
        #expect(await status { _ = try await bench.service.pieces(of: bench.service.file("a", of: "anna")) } == 500)
    }

    @Test func `a file whose time is over is not there at once, and deleted by and by`() async throws {
        let bench = try Bench()
        try await bench.keep("a", "x", expiresAt: 1_060)
        try await bench.keep("b", "x")
        bench.now.set(1_059)
        #expect(try await bench.service.file("a", of: "anna").id == "a")
        bench.now.set(1_060)
        #expect(await status { _ = try await bench.service.file("a", of: "anna") } == 404)
        #expect(await status { _ = try await bench.service.contents(of: "a", owner: "anna", upTo: 5) } == 404)
        #expect(await status { _ = try await bench.service.delete("a", of: "anna") } == 404)
        #expect(try await bench.service.files(of: "anna", purpose: nil, PageQuery()).items.map(\.id) == ["b"])
        #expect(bench.blobs.ids == ["blob_a", "blob_b"])
        try await bench.service.deleteExpired()
        #expect(bench.blobs.ids == ["blob_b"])
        #expect(try await bench.store.file("a", of: "anna") == nil)
    }

    @Test func `a platform begins without what an earlier one left, and deletes what is over`() async throws {
        let bench = try Bench()
        try await bench.keep("over", "x", expiresAt: 1, owner: .default)
        try await bench.keep("good", "x", owner: .default)
        try await bench.blobs.write("blob_left") { try await $0.write(ByteBuffer(string: "half")) }
        let stores = PlatformStores(bench.store, files: bench.store, blobs: bench.blobs)
        try await withPlatform(engine: StubEngine(), stores: stores) { platform in
            #expect(!bench.blobs.ids.contains("blob_left"))
            let caller = Caller.openAI(platform)
            #expect(try await caller.get("/files/over").status == 404)
            #expect(try await caller.get("/files/good").status == 200)
            #expect(try await caller.get("/files").ids == ["good"])
            try await eventually("the file whose time is over is deleted") { bench.blobs.ids == ["blob_good"] }
            #expect(try await bench.store.fileBlobs() == ["blob_good"])
        }
    }

    @Test(
        arguments: [
            ("a.txt", #"attachment; filename="a.txt""#),
            ("a b;c=d.txt", #"attachment; filename="a b;c=d.txt""#),
            ("a\"\\b", #"attachment; filename="a\"\\b"; filename*=UTF-8''a%22%5Cb"#),
            ("Ä🙂.txt", #"attachment; filename="__.txt"; filename*=UTF-8''%C3%84%F0%9F%99%82.txt"#),
            ("50%.txt", #"attachment; filename="50%.txt"; filename*=UTF-8''50%25.txt"#),
            ("a\r\nX: y", #"attachment; filename="a__X: y"; filename*=UTF-8''a%0D%0AX%3A%20y"#),
        ])
    func `T61 any name can be said in a header field`(_ name: String, _ value: String) {
        #expect(ContentDisposition.attachment(name) == value)
    }

    @Test func `only uploads may be as large as files`() {
        let limits = PlatformLimits()
        #expect(limits.bodyBytes(path: "/v1/files") == 201 << 20)
        #expect(limits.bodyBytes(path: "/v1/files/?x=1") == 201 << 20)
        #expect(limits.bodyBytes(path: "/v1/files/file-x") == 10 << 20)
        #expect(limits.bodyBytes(path: "/v1/chat/completions") == 10 << 20)
        var endless = limits
        endless.fileBytes = .max
        #expect(endless.uploadBytes == .max)
    }
}
