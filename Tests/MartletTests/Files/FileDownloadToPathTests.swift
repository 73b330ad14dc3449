import Foundation
import MartletAPI
import MartletTesting
import NIOCore
import Synchronization
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct FileDownloadToPathTests {
    private static let bytes = ServedFile.bytes(100_000)

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// Serves a file, cut off in the first answers after so many bytes.
    private func serving(
        _ file: ServedFile = ServedFile(bytes: bytes), cuts: [Int?] = [],
        _ body: (FaultServer, MartletClient, String) async throws -> Void
    ) async throws {
        try await withFaultServer { request in
            file.answer(request, cutAfter: request.index < cuts.count ? cuts[request.index] : nil)
        } _: { server in
            try await withClient(server) { client in
                try await withTemporaryFolder { folder in try await body(server, client, folder) }
            }
        }
    }

    private static func never(_ options: inout RequestOptions) { options.maxRetries = 0 }

    @Test func `the file is there, and nothing beside it`() async throws {
        try await serving { server, client, folder in
            let seen = Mutex<[FileProgress]>([])
            let file = try await client.files.download("f", to: folder + "/out.bin") { progress in
                seen.withLock { $0.append(progress) }
            }
            #expect(contents(folder + "/out.bin") == Self.bytes)
            #expect(try names(in: folder) == ["out.bin"])
            #expect(
                file
                    == DownloadedFile(
                        path: folder + "/out.bin", bytes: 100_000, contentType: "text/plain", filename: "a.txt"))
            let counts = seen.withLock { $0 }
            #expect(counts.first == FileProgress(bytes: 0, total: 100_000))
            #expect(counts.last == FileProgress(bytes: 100_000, total: 100_000))
            #expect(counts.map(\.bytes) == counts.map(\.bytes).sorted())
        }
    }

    @Test func `a file that was there is replaced only by a whole one`() async throws {
        try await serving(cuts: [50_000]) { server, client, folder in
            let path = try write([1, 2, 3], to: folder + "/out.bin")
            let error = try await errorOf {
                try await client.files.download("f", to: path, options: options(Self.never))
            }
            #expect(error.code == .connection || error.code == .truncated)
            #expect(contents(path) == [1, 2, 3])
            // What was on its way when the connection closed may be lost.
            let part = try #require(contents(path + ".part"))
            #expect(part.count <= 50_000 && Self.bytes.starts(with: part))
            try await client.files.download("f", to: path)
            #expect(contents(path) == Self.bytes)
            #expect(try names(in: folder) == ["out.bin"])
        }
    }

    @Test func `a connection that breaks is gone on with at once`() async throws {
        try await serving(cuts: [30_000, 30_000]) { server, client, folder in
            let file = try await client.files.download("f", to: folder + "/out")
            #expect(contents(folder + "/out") == Self.bytes)
            #expect(file.resumedFrom == 0)
            #expect(server.requestCount >= 3)
            #expect(server.requests.dropFirst().allSatisfy { $0.header("range") != nil })
        }
    }

    @Test func `what an earlier download left is gone on with`() async throws {
        try await serving(cuts: [30_000]) { server, client, folder in
            let path = folder + "/out"
            _ = try await errorOf { try await client.files.download("f", to: path, options: options(Self.never)) }
            #expect(try names(in: folder) == ["out.part", "out.part.json"])
            let held = try #require(contents(path + ".part")?.count)
            let first = Mutex<FileProgress?>(nil)
            let file = try await client.files.download("f", to: path) { progress in
                first.withLock { $0 = $0 ?? progress }
            }
            #expect(file.resumedFrom == held)
            #expect(file.bytes == 100_000)
            #expect(contents(path) == Self.bytes)
            #expect(first.withLock { $0 } == FileProgress(bytes: held, total: 100_000))
            #expect(server.requests.map { $0.header("range") } == [nil, held > 0 ? "bytes=\(held)-" : nil])
            #expect(held == 0 || server.requests[1].header("if-range") == "\"v1\"")
            #expect(try names(in: folder) == ["out"])
        }
    }

    @Test func `resuming off begins anew`() async throws {
        try await serving(cuts: [30_000]) { server, client, folder in
            let path = folder + "/out"
            _ = try await errorOf { try await client.files.download("f", to: path, options: options(Self.never)) }
            let file = try await client.files.download("f", to: path, resuming: false)
            #expect(file.resumedFrom == 0)
            #expect(contents(path) == Self.bytes)
            #expect(server.requests.map { $0.header("range") } == [nil, nil])
        }
    }

    @Test func `what is left of another file, of another platform or of nobody knows what is not gone on with`()
        async throws
    {
        let origins = [
            #"{"platform":"PLATFORM","file":"other","etag":"\"v1\""}"#,
            #"{"platform":"http://elsewhere/v1","file":"f","etag":"\"v1\""}"#,
            #"{"platform":"PLATFORM","file":"f"}"#, "not JSON", "",
        ]
        for origin in origins {
            try await serving { server, client, folder in
                let path = folder + "/out"
                try write(Array(repeating: 9, count: 30_000), to: path + ".part")
                try write(origin.replacing("PLATFORM", with: client.baseURL).utf8, to: path + ".part.json")
                try await client.files.download("f", to: path)
                #expect(contents(path) == Self.bytes, "\(origin)")
                #expect(server.requests.map { $0.header("range") } == [nil])
                #expect(try names(in: folder) == ["out"])
            }
        }
    }

    @Test func `a file that has changed since is begun anew`() async throws {
        try await serving(ServedFile(bytes: Self.bytes, etag: "\"v2\"")) { server, client, folder in
            let path = folder + "/out"
            try write(Array(repeating: 9, count: 30_000), to: path + ".part")
            try write(
                #"{"platform":"\#(client.baseURL)","file":"f","etag":"\"v1\""}"#.utf8, to: path + ".part.json")
            let file = try await client.files.download("f", to: path)
            #expect(file.resumedFrom == 0)
            #expect(contents(path) == Self.bytes)
            #expect(server.requests.map { $0.header("range") } == ["bytes=30000-"])
        }
    }

    @Test func `a file that changes on the way is begun anew`() async throws {
        let other = ServedFile.bytes(120_000).reversed() as [UInt8]
        try await withFaultServer { request in
            request.index == 0
                ? ServedFile(bytes: Self.bytes).answer(request, cutAfter: 50_000)
                : ServedFile(bytes: other, etag: "\"v2\"").answer(request)
        } _: { server in
            try await withClient(server) { client in
                try await withTemporaryFolder { folder in
                    let file = try await client.files.download("f", to: folder + "/out")
                    #expect(file.bytes == 120_000)
                    #expect(contents(folder + "/out") == other)
                }
            }
        }
    }

    @Test func `what has all bytes already is complete`() async throws {
        try await serving { server, client, folder in
            let path = folder + "/out"
            try write(Self.bytes, to: path + ".part")
            try write(
                #"{"platform":"\#(client.baseURL)","file":"f","etag":"\"v1\""}"#.utf8, to: path + ".part.json")
            let file = try await client.files.download("f", to: path)
            #expect(file.resumedFrom == 100_000)
            #expect(contents(path) == Self.bytes)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `without a named version a broken download begins anew, and leaves nothing that cannot be used`()
        async throws
    {
        try await serving(ServedFile(bytes: Self.bytes, etag: nil), cuts: [30_000]) { server, client, folder in
            try await client.files.download("f", to: folder + "/out")
            #expect(contents(folder + "/out") == Self.bytes)
            #expect(server.requests.map { $0.header("range") } == [nil, nil])
        }
        try await serving(ServedFile(bytes: Self.bytes, etag: nil), cuts: [30_000]) { server, client, folder in
            _ = try await errorOf {
                try await client.files.download("f", to: folder + "/out", options: options(Self.never))
            }
            #expect(try names(in: folder) == [])
        }
    }

    @Test func `a refusal leaves nothing, and what was there as it was`() async throws {
        try await withClient(of: [.json(#"{"error":"gone"}"#, status: 404)]) { client, server in
            try await withTemporaryFolder { folder in
                let error = try await errorOf { try await client.files.download("f", to: folder + "/out") }
                #expect(error.code == .notFound)
                #expect(try names(in: folder) == [])
                try write([1], to: folder + "/out.part")
                try write(
                    #"{"platform":"\#(client.baseURL)","file":"f","etag":"\"v1\""}"#.utf8, to: folder + "/out.part.json"
                )
                _ = try await errorOf { try await client.files.download("f", to: folder + "/out") }
                #expect(try names(in: folder) == ["out.part", "out.part.json"])
            }
        }
    }

    @Test func `cancellation keeps what is there`() async throws {
        try await withFaultServer { request in
            var answer = ServedFile(bytes: Self.bytes).answer(request, cutAfter: 60_000)
            if request.index == 0 { answer.steps[1] = .silence }
            return request.index == 0 ? answer : ServedFile(bytes: Self.bytes).answer(request)
        } _: { server in
            try await withClient(server) { client in
                try await withTemporaryFolder { folder in
                    let path = folder + "/out"
                    let arrived = FaultGate()
                    let call = Task {
                        try await client.files.download("f", to: path) { progress in
                            if progress.bytes == 60_000 { arrived.open() }
                        }
                    }
                    try await within { await arrived.wait() }
                    call.cancel()
                    let result = try await within { await call.result }
                    #expect(throws: CancellationError.self) { try result.get() }
                    #expect(try names(in: folder) == ["out.part", "out.part.json"])
                    #expect(try await client.files.download("f", to: path).resumedFrom == 60_000)
                    #expect(contents(path) == Self.bytes)
                }
            }
        }
    }

    @Test func `a path that cannot be written to is refused before anything is sent`() async throws {
        try await serving { server, client, folder in
            for (path, words) in [
                (folder, "a directory"), (folder + "/none/out", "cannot be written"), ("", "no name"),
                (folder + "/", "no name"),
            ] {
                let error = try await errorOf { try await client.files.download("f", to: path) }
                #expect(error.code == .invalidArgument)
                #expect(error.message.contains(words), "\(error.message)")
            }
            #expect(server.connectionCount == 0)
        }
    }

    @Test func `two downloads to one path do not mix`() async throws {
        let gate = FaultGate()
        try await withFaultServer { request in
            var answer = ServedFile(bytes: Self.bytes).answer(request, cutAfter: 60_000)
            answer.steps[1] = .hold(gate)
            return answer
        } _: { server in
            try await withClient(server) { client in
                try await withTemporaryFolder { folder in
                    async let first = client.files.download("f", to: folder + "/out")
                    try await server.waitForRequests(1, timeout: patience)
                    let error = try await errorOf { try await client.files.download("f", to: folder + "/out") }
                    #expect(error.code == .invalidArgument)
                    #expect(error.message.contains("under way"))
                    gate.open()
                    #expect(try await first.bytes == 100_000)
                    #expect(contents(folder + "/out") == Self.bytes)
                }
            }
        }
    }

    @Test func `an empty file is a file`() async throws {
        try await serving(ServedFile(bytes: [])) { server, client, folder in
            let file = try await client.files.download("f", to: folder + "/out")
            #expect(file.bytes == 0)
            #expect(contents(folder + "/out") == [])
        }
    }
}
