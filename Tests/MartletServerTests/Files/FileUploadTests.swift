import Logging
import MartletAPI
import MartletTesting
import NIOCore
import Synchronization
import Testing

@testable import MartletServer

@Suite struct FileUploadTests {
    private final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add(_ more: Int) { count.withLock { $0 += more } }
    }

    private func limited(_ bytes: Int) -> PlatformConfiguration {
        var configuration = PlatformConfiguration()
        configuration.limits.fileBytes = bytes
        return configuration
    }

    @Test func `a file that is too large is a 413 as soon as that is known, and leaves nothing`() async throws {
        let blobs = MemoryBlobStore()
        var stores = try PlatformStores.inMemory()
        stores.blobs = blobs
        try await withPlatform(engine: StubEngine(), configuration: limited(1_000), stores: stores) { platform in
            let exact = try await Upload.file(String(repeating: "x", count: 1_000)).send(to: platform)
            #expect(exact.status == 200)
            let larger = try await Upload.file(String(repeating: "x", count: 1_001)).send(to: platform)
            #expect(larger.status == 413 && larger.error["code"] == "file_too_large")
            #expect(larger.error["message"]?.stringValue?.contains("1000 bytes") == true)

            // By the length alone: nothing of the body is sent.
            let told = try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(Upload().head(headers: ["Expect: 100-continue"], length: 3 << 20))
                return try await connection.answer()
            }
            #expect(told.status == 413 && told.header("connection") == "close")

            // While it comes, from a client that never says how much it will be.
            let found = try await RawConnection.with(port: platform.port) { connection in
                let text =
                    "--b0undary\r\nContent-Disposition: form-data; name=file\r\n\r\n"
                    + String(repeating: "x", count: 2_000)
                try await connection.send(Upload().head(length: nil))
                try await connection.send(String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n")
                return try await connection.answer()
            }
            #expect(found.status == 413)

            // And a form that has no end in front of its first part.
            let endless = try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(Upload().head(length: nil))
                let chunk = String(repeating: "x", count: 1 << 20)
                for _ in 0..<2 { try await connection.send("100000\r\n" + chunk + "\r\n") }
                return try await connection.answer()
            }
            #expect(endless.status == 413)
        }
        #expect(blobs.ids.count == 1)
    }

    @Test func `a client that waits for it is told to go on`() async throws {
        try await withPlatform(engine: StubEngine(), configuration: limited(20 << 20)) { platform in
            let upload = Upload.file(String(repeating: "x", count: 11 << 20))
            let body = upload.body
            let answer = try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(upload.head(headers: ["Expect: 100-continue"], length: body.utf8.count))
                #expect(try await connection.head().status == 100)
                try await connection.send(body)
                return try await connection.answer()
            }
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: [true, false])
    func `of an upload whose client goes away nothing stays`(_ closesHalf: Bool) async throws {
        let blobs = WatchedBlobStore()
        var stores = try PlatformStores.inMemory()
        stores.blobs = blobs
        try await withPlatform(engine: StubEngine(), stores: stores) { platform in
            let text = String(repeating: "x", count: 400 << 10)
            try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(Upload().head(length: 1 << 20))
                try await connection.send(
                    "--b0undary\r\nContent-Disposition: form-data; name=purpose\r\n\r\nbatch\r\n"
                        + "--b0undary\r\nContent-Disposition: form-data; name=file\r\n\r\n\(text)")
                try await eventually("the platform has begun to write") { blobs.writes > 0 }
                if closesHalf { connection.finishSending() } else { try await connection.close() }
                if closesHalf { _ = try await connection.readToEnd() }
            }
            try await eventually("the upload has ended") { blobs.underway == 0 }
            #expect(blobs.base.ids == [])
            #expect(try await Caller.openAI(platform).get("/files").ids == [])
        }
    }

    @Test func `the socket is read no faster than the disk writes`() async throws {
        let blobs = WatchedBlobStore(isHeld: true)
        var stores = try PlatformStores.inMemory()
        stores.blobs = blobs
        try await withPlatform(engine: StubEngine(), stores: stores) { platform in
            let size = 64 << 20
            let begin =
                "--b0undary\r\nContent-Disposition: form-data; name=purpose\r\n\r\nbatch\r\n"
                + "--b0undary\r\nContent-Disposition: form-data; name=file\r\n\r\n"
            let end = "\r\n--b0undary--"
            let answer = try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(
                    Upload().head(length: begin.utf8.count + size + end.utf8.count) + begin)
                let sent = Counter()
                let send = connection.sender
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        let piece = String(repeating: "x", count: 1 << 20)
                        for _ in 0..<(size >> 20) {
                            try await send(piece)
                            sent.add(piece.utf8.count)
                        }
                    }
                    try await eventually("the platform has begun to write") { blobs.writes > 0 }
                    // The sender comes to a stop: what it could get rid of is what sockets and buffers hold.
                    var last = -1
                    try await eventually("the sender stands still") {
                        try await Task.sleep(for: .milliseconds(200))
                        let now = sent.value
                        defer { last = now }
                        return now == last
                    }
                    #expect(last < size - (16 << 20), "\(last) bytes were taken while nothing was written")
                    #expect(blobs.writes == 1)
                    blobs.release()
                    try await group.waitForAll()
                }
                try await connection.send(end)
                return try await connection.answer()
            }
            #expect(answer.status == 200)
            #expect(try JSONValue(json: answer.body)["bytes"]?.intValue == size)
        }
    }

    @Test func `a full disk is a 507, and the platform goes on`() async throws {
        let blobs = WatchedBlobStore(failure: PlatformError.stateFull)
        var stores = try PlatformStores.inMemory()
        stores.blobs = blobs
        try await withPlatform(engine: StubEngine(), stores: stores) { platform in
            let answer = try await Upload.file("x").send(to: platform)
            #expect(answer.status == 507 && answer.error["code"] == "disk_full")
            #expect(try await Caller.openAI(platform).get("/files").ids == [])
        }
    }

    @Test func `a name that the database cannot keep leaves no content behind`() async throws {
        let blobs = MemoryBlobStore()
        var stores = try PlatformStores.inMemory()
        stores.blobs = blobs
        stores.files = RefusingFileStore()
        try await withPlatform(engine: StubEngine(), stores: stores) { platform in
            let answer = try await Upload.file("x").send(to: platform)
            #expect(answer.status == 507)
            #expect(blobs.ids == [])
        }
    }

    @Test func `fields and file may come in any order and any pieces`() async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            var upload = Upload()
            upload.addFile("some\r\n--b0undar\r\ntext", "filename=x")
            upload.add("expires_after", "60")
            upload.add("purpose", "evals")
            let body = upload.body
            let answer = try await RawConnection.with(port: platform.port) { [upload] connection in
                try await connection.send(upload.head(length: body.utf8.count))
                for byte in body.utf8 { try await connection.send(String(decoding: [byte], as: UTF8.self)) }
                return try await connection.answer()
            }
            #expect(answer.status == 200)
            let id = try #require(JSONValue(json: answer.body)["id"]?.stringValue)
            let content = try await RawConnection.ask(port: platform.port, "GET", "/v1/files/\(id)/content")
            #expect(content.body == "some\r\n--b0undar\r\ntext")
        }
    }
}
