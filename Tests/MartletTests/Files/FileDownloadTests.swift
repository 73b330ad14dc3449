import MartletAPI
import MartletTesting
import NIOCore
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct FileDownloadTests {
    private static let bytes = ServedFile.bytes(100_000)

    private func read(_ download: FileDownload) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in download { bytes += piece.readableBytesView }
        return bytes
    }

    /// The byte that each request began with; nil for one without a range.
    private static func starts(_ server: FaultServer) -> [Int?] {
        server.requests.map { $0.header("range").flatMap { Int($0.dropFirst("bytes=".count).dropLast()) } }
    }

    @Test(arguments: [
        (Platform.openAI, "/v1/files/file-1/content"), (.gravixLayer, "/v1/files/file-1/download"),
        (.local, "/v1/files/file-1/download"),
    ])
    func `it comes from the platform's route, with what the platform says about it`(
        _ platform: Platform, _ path: String
    ) async throws {
        try await withFaultServer {
            ServedFile(bytes: Self.bytes).answer($0)
        } _: { server in
            try await withClient(server, platform: platform) { client in
                let download = try await client.files.download("file-1")
                #expect(download.contentType == "text/plain")
                #expect(download.filename == "a.txt")
                #expect(download.length == Self.bytes.count)
                #expect(try await read(download) == Self.bytes)
                #expect(server.requests.map(\.path) == [path])
                #expect(server.requests[0].header("range") == nil)
            }
        }
    }

    @Test func `an error surfaces before the first byte, with its body`() async throws {
        try await withClient(of: [.json(#"{"error":"no such file","code":"not_found"}"#, status: 404)]) { client, _ in
            let error = try await errorOf { try await client.files.download("file-1") }
            #expect(error.code == .notFound)
            #expect(error.message == "no such file")
            #expect(error.bodyText.contains("not_found"))
        }
    }

    @Test func `an error before the first byte is tried again`() async throws {
        try await withFaultServer { request in
            request.index == 0 ? .text("", status: 503) : ServedFile(bytes: Self.bytes).answer(request)
        } _: { server in
            try await withClient(server) { client in
                let read = try await read(client.files.download("f"))
                #expect(read == Self.bytes)
                #expect(server.requestCount == 2)
            }
        }
    }

    @Test func `T47 a connection that breaks is gone on with where it broke, nothing comes twice`() async throws {
        try await withFaultServer { request in
            ServedFile(bytes: Self.bytes).answer(request, cutAfter: request.index < 2 ? 40_000 : nil)
        } _: { server in
            try await withClient(server) { client in
                let read = try await read(client.files.download("f"))
                #expect(read == Self.bytes)
                // What was on its way when the connection closed may be lost.
                let starts = Self.starts(server).map { $0 ?? 0 }
                #expect(starts.count >= 3 && starts[0] == 0)
                #expect(starts[1] <= 40_000 && starts[2] <= starts[1] + 40_000 && starts == starts.sorted())
                #expect(server.requests.dropFirst().allSatisfy { $0.header("if-range") == "\"v1\"" })
            }
        }
    }

    @Test func `a server that resets, one that is silent, and one that refuses in between`() async throws {
        try await withFaultServer { request in
            let file = ServedFile(bytes: Self.bytes)
            switch request.index {
            case 0:
                var answer = file.answer(request, cutAfter: 50_000)
                answer.steps[1] = .silence
                return answer
            case 1: return .text("", status: 500)
            case 2: return .refuse()
            default: return file.answer(request)
            }
        } _: { server in
            try await withClient(server, options: options { $0.idleTimeout = .milliseconds(200) }) { client in
                let read = try await read(client.files.download("f"))
                #expect(read == Self.bytes)
                #expect(Self.starts(server) == [nil, 50_000, 50_000, 50_000])
            }
        }
    }

    @Test func `without a version that is named it ends with the connection`() async throws {
        for etag in [nil, "W/\"v1\""] {
            try await withFaultServer { request in
                ServedFile(bytes: Self.bytes, etag: etag).answer(request, cutAfter: 40_000)
            } _: { server in
                try await withClient(server) { client in
                    let download = try await client.files.download("f")
                    let error = try await errorOf { try await read(download) }
                    #expect(error.code == .connection || error.code == .truncated)
                    #expect(server.requestCount == 1)
                }
            }
        }
    }

    @Test func `a file that changes on the way is an error`() async throws {
        try await withFaultServer { request in
            let first = request.index == 0
            return ServedFile(bytes: Self.bytes, etag: first ? "\"v1\"" : "\"v2\"")
                .answer(request, cutAfter: first ? 40_000 : nil)
        } _: { server in
            try await withClient(server) { client in
                let download = try await client.files.download("f")
                let error = try await errorOf { try await read(download) }
                #expect(error.code == .conflict)
                #expect(server.requestCount == 2)
            }
        }
    }

    @Test func `a platform that knows no ranges sends all, of which the rest is delivered`() async throws {
        try await withFaultServer { request in
            ServedFile(bytes: Self.bytes, servesRanges: false).answer(
                request, cutAfter: request.index == 0 ? 40_000 : nil)
        } _: { server in
            try await withClient(server) { client in
                let read = try await read(client.files.download("f"))
                #expect(read == Self.bytes)
                #expect(server.requestCount == 2)
            }
        }
    }

    @Test func `another part than was asked for is an error`() async throws {
        try await withFaultServer { request in
            let file = ServedFile(bytes: Self.bytes)
            if request.index == 0 { return file.answer(request, cutAfter: 40_000) }
            return FaultResponse(
                status: 206, headers: [("Content-Range", "bytes 39999-99999/100000"), ("ETag", "\"v1\"")],
                steps: [.bytes(Array(Self.bytes[39_999...]))])
        } _: { server in
            try await withClient(server) { client in
                let download = try await client.files.download("f")
                let error = try await errorOf { try await read(download) }
                #expect(error.code == .decoding)
            }
        }
    }

    @Test func `it ends with the policy`() async throws {
        try await withFaultServer { request in
            ServedFile(bytes: Self.bytes).answer(request, cutAfter: request.index == 0 ? 10 : 0)
        } _: { server in
            try await withClient(server, options: options { $0.maxRetries = 2 }) { client in
                let download = try await client.files.download("f")
                let error = try await errorOf { try await read(download) }
                #expect(error.code == .connection || error.code == .truncated)
                #expect(server.requestCount == 3)
            }
            try await withClient(server, options: options { $0.maxRetries = 0 }) { client in
                let count = server.requestCount
                let download = try await client.files.download("f")
                _ = try await errorOf { try await read(download) }
                #expect(server.requestCount == count + 1)
            }
        }
    }

    @Test func `it can be read once, and leaving it closes the connection`() async throws {
        let answer = FaultResponse(
            framing: .chunked, steps: [.repeated(Array(repeating: 1, count: 65_536), count: .max)])
        try await withClient(of: [answer]) { client, server in
            let download = try await client.files.download("f")
            #expect(download.length == nil)
            for try await _ in download { break }
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
            let error = try await errorOf { try await read(download) }
            #expect(error.code == .alreadyConsumed)
        }
    }

    @Test func `T57 a slow reader holds the server back`() async throws {
        let answer = FaultResponse(
            framing: .chunked, steps: [.repeated(Array(repeating: 1, count: 65_536), count: 1024)])
        try await withClient(of: [answer]) { client, server in
            let download = try await client.files.download("f")
            var iterator = download.makeAsyncIterator()
            #expect(try await iterator.next() != nil)
            var last = -1
            try await eventually("the server has stopped") {
                defer { last = server.bytesSent }
                if server.bytesSent == last { return true }
                try await Task.sleep(for: .milliseconds(300))
                return false
            }
            #expect(server.bytesSent < 48 << 20)
            var count = 0
            while let piece = try await iterator.next() { count += piece.readableBytes }
            #expect(count > 60 << 20)
        }
    }

    @Test func `the deadline is for the whole download`() async throws {
        try await withFaultServer { request in
            var answer = ServedFile(bytes: Self.bytes).answer(request, cutAfter: 1_000)
            answer.steps[1] = .silence
            return answer
        } _: { server in
            let late = options {
                $0.deadline = .milliseconds(500)
                $0.idleTimeout = .milliseconds(100)
                $0.maxRetries = 1_000
            }
            try await withClient(server, options: late) { client in
                let error = try await within {
                    try await errorOf { try await read(try await client.files.download("f")) }
                }
                #expect(error.code == .deadlineExceeded || error.isTimeout)
            }
        }
    }
}
