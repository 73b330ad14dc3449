import Foundation
import HTTPTypes
import Martlet
import MartletAPI
import MartletServer
import MartletTesting
import NIOCore
import Synchronization
import Testing

/// The client's files against the platform's.
@Suite(.timeLimit(.minutes(5))) struct FilesClientTests {
    /// Bytes that are told apart by their place.
    private static let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 131 >> 3) }

    /// Breaks the bodies of the first answers to downloads off after so many bytes.
    private final class Breaking: ClientMiddleware {
        private let left: Mutex<[Int]>
        let ranges = Mutex<[String?]>([])

        init(_ cuts: [Int]) {
            left = Mutex(cuts)
        }

        func intercept(
            _ request: TransportRequest, next: (TransportRequest) async throws -> TransportResponse
        ) async throws -> TransportResponse {
            var response = try await next(request)
            guard request.method == .get, request.url.path.hasSuffix("/download") else { return response }
            ranges.withLock { $0.append(request.headers[.range]) }
            let cut: Int? = left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            if let cut { response.body = ResponseBody(Cut(body: response.body, bytes: cut)) }
            return response
        }

        private struct Cut: AsyncSequence, Sendable {
            typealias Element = ByteBuffer
            let body: ResponseBody
            let bytes: Int

            struct Iterator: AsyncIteratorProtocol {
                var pieces: ResponseBody.Iterator
                var left: Int
                mutating func next() async throws -> ByteBuffer? {
                    guard left > 0, var piece = try await pieces.next() else {
                        throw MartletError(.connection, "cut")
                    }
                    let part = piece.readSlice(length: Swift.min(left, piece.readableBytes))
                    left -= part?.readableBytes ?? 0
                    return part
                }
            }

            func makeAsyncIterator() -> Iterator { Iterator(pieces: body.makeAsyncIterator(), left: bytes) }
        }
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/martlet-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    @Test(arguments: [Platform.local, .gravixLayer, .openAI])
    func `every call, in every platform's dialect`(_ dialect: Platform) async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            let client = try MartletClient(platform: dialect, apiKey: "key", baseURL: platform.baseURL)
            let name = "we\"ird Ärger 文件.jsonl"
            let upload = try await client.files.upload(
                file: .bytes(Self.bytes), purpose: .userData, filename: name, expiresAfter: .seconds(7_200),
                contentType: "text/plain")
            let file = try await client.files.file(of: upload)
            #expect(upload.message?.isEmpty == false)
            #expect(file.filename == name && file.bytes == Self.bytes.count && file.purpose == .userData)
            #expect(try await client.files.retrieve(file.id).filename == name)
            #expect(try await client.files.list().data.map(\.id) == [file.id])
            #expect(try await client.files.newest(named: name)?.id == file.id)

            let content = try await client.files.content(file.id)
            #expect(Array(content.readableBytesView) == Self.bytes)
            let download = try await client.files.download(file.id)
            #expect(download.length == Self.bytes.count && download.filename == name)
            #expect(download.contentType == "text/plain")
            var read: [UInt8] = []
            for try await piece in download { read += piece.readableBytesView }
            #expect(read == Self.bytes)

            let deletion = try await client.files.delete(file.id)
            #expect(deletion.id == file.id && deletion.deleted == true)
            let error = await #expect(throws: MartletError.self) { try await client.files.download(file.id) }
            #expect(error?.code == .notFound)
            #expect(try await client.files.list().data.isEmpty)
            try await client.shutdown()
        }
    }

    @Test func `a sequence of unknown length is uploaded, and all files are read page by page`() async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            let client = try platform.client()
            for number in 0..<5 {
                let stream = AsyncStream<ByteBuffer> { continuation in
                    for _ in 0...number { continuation.yield(ByteBuffer(string: "abc")) }
                    continuation.finish()
                }
                try await client.files.upload(file: .pieces(stream), purpose: .batch, filename: "\(number).txt")
            }
            var files: [String] = []
            for try await file in client.files.all(pageSize: 2) {
                files.append("\(file.filename ?? "") \(file.bytes ?? 0)")
            }
            #expect(files.sorted() == (0..<5).map { "\($0).txt \(3 * ($0 + 1))" })
            try await client.shutdown()
        }
    }

    @Test func `T47 a download that breaks goes on where it broke`() async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            let breaking = Breaking([1_000_000, 500_000])
            var configuration = ClientConfiguration()
            configuration.middleware = [breaking]
            var options = RequestOptions()
            options.retryPolicy = RetryPolicy(initialDelay: .milliseconds(1))
            let client = try platform.client(options: options, configuration: configuration)
            let upload = try await client.files.upload(file: .bytes(Self.bytes), purpose: .userData)
            let id = try #require(upload.id)
            try await withFolder { folder in
                let file = try await client.files.download(id, to: folder + "/copy")
                #expect(file.bytes == Self.bytes.count)
                #expect(FileManager.default.contents(atPath: folder + "/copy").map { Array($0) } == Self.bytes)
                #expect(breaking.ranges.withLock { $0 } == [nil, "bytes=1000000-", "bytes=1500000-"])
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["copy"])
            }
            try await client.shutdown()
        }
    }

    @Test func `what an earlier download left is gone on with, and what is whole already is taken`() async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            let breaking = Breaking([1_000_000])
            var configuration = ClientConfiguration()
            configuration.middleware = [breaking]
            var options = RequestOptions()
            options.maxRetries = 0
            let client = try platform.client(options: options, configuration: configuration)
            let id = try #require(
                try await client.files.upload(file: .bytes(Self.bytes), purpose: .userData).id)
            try await withFolder { folder in
                let path = folder + "/copy"
                await #expect(throws: MartletError.self) { try await client.files.download(id, to: path) }
                let origin = FileManager.default.contents(atPath: path + ".part.json")
                let file = try await client.files.download(id, to: path)
                #expect(file.resumedFrom == 1_000_000)
                #expect(FileManager.default.contents(atPath: path).map { Array($0) } == Self.bytes)
                // As it is when the process ends between the last byte and the new name.
                try FileManager.default.moveItem(atPath: path, toPath: path + ".part")
                #expect(FileManager.default.createFile(atPath: path + ".part.json", contents: origin))
                let again = try await client.files.download(id, to: path)
                #expect(again.resumedFrom == Self.bytes.count)
                #expect(FileManager.default.contents(atPath: path).map { Array($0) } == Self.bytes)
            }
            try await client.shutdown()
        }
    }

    @Test func `what the platform refuses amid an upload is its own error`() async throws {
        var configuration = PlatformConfiguration()
        configuration.limits.fileBytes = 1 << 20
        try await withPlatform(engine: StubEngine(), configuration: configuration) { platform in
            let client = try platform.client()
            let error = await #expect(throws: MartletError.self) {
                try await client.files.upload(file: .bytes(Self.bytes), purpose: .userData)
            }
            #expect(error?.code == .payloadTooLarge)
            #expect(error?.status == 413)
            #expect(try await client.files.list().data.isEmpty)
            try await client.shutdown()
        }
    }
}
