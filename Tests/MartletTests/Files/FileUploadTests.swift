import Foundation
import MartletAPI
import MartletTesting
import NIOCore
import Synchronization
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct FileUploadTests {
    private static let answer = FaultResponse.json(
        #"{"message":"uploaded","file_name":"a.txt","purpose":"batch","id":"file-1","bytes":3,"created_at":5}"#)

    /// The body that a form makes around a file, whatever its boundary.
    private func parts(_ request: FaultRequest) throws -> String {
        let type = try #require(request.header("content-type"))
        let boundary = try #require(type.split(separator: "boundary=").last.map(String.init))
        #expect(type == "multipart/form-data; boundary=\(boundary)")
        return request.bodyText.replacing(boundary, with: "BOUNDARY").replacing("\r\n", with: "\n")
    }

    // MARK: The wire

    @Test func `the body of an upload`() async throws {
        try await withClient(of: [Self.answer], platform: .gravixLayer) { client, server in
            let upload = try await client.files.upload(
                file: .bytes(Array("abc".utf8)), purpose: .batch, filename: "a.txt", expiresAfter: .seconds(3_600),
                contentType: "text/plain")
            #expect(upload.id == "file-1")
            #expect(upload.file?.filename == "a.txt")
            let request = server.requests[0]
            #expect(request.method == "POST")
            #expect(request.path == "/v1/files")
            #expect(request.header("content-length") == "\(request.body.count)")
            #expect(
                try parts(request) == """
                    --BOUNDARY
                    Content-Disposition: form-data; name="purpose"

                    batch
                    --BOUNDARY
                    Content-Disposition: form-data; name="expires_after"

                    3600
                    --BOUNDARY
                    Content-Disposition: form-data; name="file"; filename="a.txt"
                    Content-Type: text/plain

                    abc
                    --BOUNDARY--

                    """)
        }
    }

    @Test func `OpenAI's form has an anchor, and no type where none is given`() async throws {
        try await withClient(of: [Self.answer], platform: .openAI) { client, server in
            try await client.files.create(
                file: .bytes([1]), purpose: .userData, expiresAfter: .milliseconds(59_001))
            let text = try parts(server.requests[0])
            #expect(text.contains("name=\"expires_after[anchor]\"\n\ncreated_at\n"))
            #expect(text.contains("name=\"expires_after[seconds]\"\n\n60\n"))
            #expect(text.contains("name=\"file\"; filename=\"uploaded_file\"\n\n\u{1}\n"))
        }
    }

    @Test(arguments: [
        ("https://api.gravixlayer.com/v1/inference", Platform.gravixLayer, "https://api.gravixlayer.com/v1/files"),
        ("https://proxy/x/v1/files/", .gravixLayer, "https://proxy/x/v1/files"),
        ("https://api.gravixlayer.com", .gravixLayer, "https://api.gravixlayer.com/v1/files"),
        ("https://api.openai.com/v1", .openAI, "https://api.openai.com/v1/files"),
        ("http://127.0.0.1:8484", .local, "http://127.0.0.1:8484/v1/files"),
    ])
    func `files have their URL on every platform`(_ base: String, _ platform: Platform, _ url: String) throws {
        let base = try BaseURL(base, style: platform.urlStyle)
        #expect(try base.url(.files).absoluteString == url)
        #expect(try base.url(.fileContent("a/b")).absoluteString == url + "/a%2Fb/content")
    }

    @Test func `members of extraBody are fields of the form`() async throws {
        try await withClient(of: [Self.answer]) { client, server in
            let more = options {
                $0.extraBody = ["purpose": "custom", "region": "eu", "tags": ["a", 1], "public": true]
            }
            try await client.files.upload(file: .bytes([1]), purpose: .batch, options: more)
            let text = try parts(server.requests[0])
            #expect(text.contains("name=\"purpose\"\n\ncustom\n") && !text.contains("\n\nbatch\n"))
            #expect(text.contains("name=\"tags\"\n\n[\"a\",1]\n"))
            #expect(text.contains("name=\"public\"\n\ntrue\n"))
        }
    }

    @Test(arguments: [
        ("we\"ird\n.txt", "we%22ird%0A.txt"), ("日本語 ü.txt", "日本語 ü.txt"), ("a'b;c=d.txt", "a'b;c=d.txt"),
    ])
    func `T61 a name with quotes, line breaks or other letters arrives`(
        _ name: String, _ wire: String
    ) async throws {
        try await withTemporaryFolder { folder in
            let path = try write(Array("abc".utf8), to: folder + "/" + name)
            try await withClient(of: [Self.answer]) { client, server in
                try await client.files.upload(file: .path(path), purpose: .batch)
                #expect(server.requests[0].bodyText.contains("filename=\"\(wire)\"\r\n\r\nabc\r\n--"))
            }
        }
    }

    // MARK: Sources

    @Test func `T61 a file is read from its path piece by piece, for each attempt anew`() async throws {
        let bytes = (0..<(FileSource.pieceBytes * 3 + 17)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await withTemporaryFolder { folder in
            let path = try write(bytes, to: folder + "/data.bin")
            let answers = [
                FaultResponse.text("slow down", status: 429, headers: [("Retry-After", "0")]), .refuse(), Self.answer,
            ]
            try await withClient(of: answers) { client, server in
                let seen = Mutex<[FileProgress]>([])
                try await client.files.upload(file: .path(path), purpose: .batch) { progress in
                    seen.withLock { $0.append(progress) }
                }
                #expect(server.requestCount == 3)
                for request in server.requests {
                    let head = try #require(request.body.firstRange(of: Array("filename=\"data.bin\"\r\n\r\n".utf8)))
                    #expect(Array(request.body[head.upperBound...].prefix(bytes.count)) == bytes)
                }
                let counts = seen.withLock { $0 }
                #expect(counts.allSatisfy { $0.total == bytes.count })
                let attempts = counts.split { $0.bytes == 0 }.map { $0.map(\.bytes) }
                #expect(attempts.count == 3)
                #expect(attempts.allSatisfy { $0 == $0.sorted() && $0.last == bytes.count })
            }
        }
    }

    @Test(arguments: [3, nil])
    func `a sequence is sent as it comes`(_ length: Int?) async throws {
        try await withClient(of: [Self.answer]) { client, server in
            let stream = AsyncStream<ByteBuffer> { continuation in
                for text in ["a", "bc"] { continuation.yield(ByteBuffer(string: text)) }
                continuation.finish()
            }
            let seen = Mutex<[FileProgress]>([])
            try await client.files.upload(
                file: .pieces(stream, length: length), purpose: .userData, filename: "s.txt",
                progress: { progress in seen.withLock { $0.append(progress) } })
            let request = server.requests[0]
            #expect(request.bodyText.contains("filename=\"s.txt\"\r\n\r\nabc\r\n--"))
            #expect((request.header("content-length") == nil) == (length == nil))
            #expect(seen.withLock { $0.last } == FileProgress(bytes: 3, total: length))
        }
    }

    @Test func `a sequence that can be made anew is tried again, one that cannot is not`() async throws {
        @Sendable func stream() -> AsyncStream<ByteBuffer> {
            AsyncStream { continuation in
                continuation.yield(ByteBuffer(string: "abc"))
                continuation.finish()
            }
        }
        try await withClient(of: [.text("", status: 500), Self.answer]) { client, server in
            try await client.files.upload(file: .pieces(repeating: { stream() }), purpose: .batch)
            #expect(server.requestCount == 2)
            #expect(server.requests[1].bodyText.contains("\r\n\r\nabc\r\n--"))
        }
        try await withClient(of: [.text("", status: 500), Self.answer]) { client, server in
            let error = try await errorOf {
                try await client.files.upload(file: .pieces(stream()), purpose: .batch)
            }
            #expect(error.status == 500)
            #expect(error.message.contains("can be read once"))
            #expect(server.requestCount == 1)
        }
    }

    // MARK: Refused before anything is sent

    @Test func `what cannot be uploaded is refused before anything is sent`() async throws {
        try await withTemporaryFolder { folder in
            let full = try write([1], to: folder + "/full")
            let empty = try write([], to: folder + "/empty")
            try await withClient(of: [Self.answer]) { client, server in
                let files = client.files
                let wrong: [(String, () async throws -> FileUpload)] = [
                    ("cannot be read", { try await files.upload(file: .path(folder + "/none"), purpose: .batch) }),
                    ("cannot be read", { try await files.upload(file: .path(""), purpose: .batch) }),
                    ("a directory", { try await files.upload(file: .path(folder), purpose: .batch) }),
                    ("is empty", { try await files.upload(file: .path(empty), purpose: .batch) }),
                    ("no bytes", { try await files.upload(file: .bytes([]), purpose: .batch) }),
                    ("one of assistants", { try await files.upload(file: .path(full), purpose: "novel") }),
                    (
                        "more than 0",
                        { try await files.upload(file: .path(full), purpose: .batch, expiresAfter: .zero) }
                    ),
                    ("filename", { try await files.upload(file: .path(full), purpose: .batch, filename: "") }),
                    ("filename", { try await files.upload(file: .path(full), purpose: .batch, filename: "a\u{0}") }),
                    (
                        "content type",
                        { try await files.upload(file: .path(full), purpose: .batch, contentType: "a\nb") }
                    ),
                ]
                for (words, call) in wrong {
                    let error = try await errorOf { try await call() }
                    #expect(error.code == .invalidArgument)
                    #expect(error.message.contains(words), "\(error.message)")
                    #expect(error.attempts == 0)
                }
                #expect(server.connectionCount == 0)
            }
        }
    }

    @Test func `a path has GravixLayer's limit of 200 MiB`() async throws {
        #expect(Platform.gravixLayer.quirks.maximumFileBytes == 209_715_200)
        try await withTemporaryFolder { folder in
            let path = try write([], to: folder + "/large")
            let file = try await LocalFile.writing(path)
            try await file.truncate(to: 209_715_201)
            try await withClient(of: [Self.answer], platform: .gravixLayer) { client, server in
                let error = try await errorOf { try await client.files.upload(file: .path(path), purpose: .batch) }
                #expect(error.code == .invalidArgument)
                #expect(error.message.contains("209715200 at most"))
                #expect(server.connectionCount == 0)
            }
        }
    }

    @Test func `an error in a good answer is one`() async throws {
        try await withClient(of: [.json(#"{"error":"no room","code":"full"}"#)]) { client, _ in
            let error = try await errorOf { try await client.files.upload(file: .bytes([1]), purpose: .batch) }
            #expect(error.message == "no room")
        }
    }

    @Test func `T44 neither the key nor the file is in what is logged`() async throws {
        let bytes = Array("very secret".utf8)
        try await withClient(of: [.json(#"{"error":"bad key \#(Sample.key)"}"#, status: 401)]) { client, _ in
            let error = try await errorOf { try await client.files.upload(file: .bytes(bytes), purpose: .batch) }
            #expect(error.isAuthenticationError)
            for text in ["\(error)", error.message, error.bodyText] {
                #expect(!text.contains(Sample.key) && !text.contains("very secret"))
            }
        }
    }
}
