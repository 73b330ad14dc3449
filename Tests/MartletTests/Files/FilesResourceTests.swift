import MartletAPI
import MartletTesting
import NIOCore
import Testing

@testable import Martlet

@Suite(.inTurn, .timeLimit(.minutes(20))) struct FilesResourceTests {
    private static func file(_ id: String, _ name: String = "a.txt", _ time: Int = 1) -> String {
        #"{"id":"\#(id)","object":"file","bytes":3,"created_at":\#(time),"filename":"\#(name)","purpose":"batch"}"#
    }

    private static func list(_ files: String..., more: String = "") -> FaultResponse {
        .json(#"{"data":[\#(files.joined(separator: ","))]\#(more)}"#)
    }

    @Test func `the list has a query only when something is asked for`() async throws {
        try await withClient(of: [Self.list(Self.file("file-1"))], platform: .gravixLayer) { client, server in
            let page = try await client.files.list()
            #expect(page.data.map(\.id) == ["file-1"])
            #expect(page.data[0].bytes == 3)
            _ = try await client.files.list(purpose: .batch, limit: 5, order: .ascending, after: "file-0")
            #expect(
                server.requests.map(\.path)
                    == ["/v1/files", "/v1/files?purpose=batch&limit=5&order=asc&after=file-0"])
        }
    }

    @Test func `all files are read page by page`() async throws {
        let pages = [
            Self.list(Self.file("f3"), Self.file("f2"), more: #","has_more":true,"last_id":"f2""#),
            Self.list(Self.file("f1"), more: #","has_more":false"#),
        ]
        try await withClient(of: pages) { client, server in
            var ids: [FileID] = []
            for try await file in client.files.all(pageSize: 2) { ids.append(file.id) }
            #expect(ids == ["f3", "f2", "f1"])
            #expect(server.requests.map(\.path) == ["/v1/files?limit=2", "/v1/files?limit=2&after=f2"])
        }
    }

    @Test func `a platform that does not page ends the iteration with an error`() async throws {
        try await withClient(of: [Self.list(Self.file("f1"), more: #","has_more":true"#)]) { client, server in
            let error = try await errorOf { for try await _ in client.files.all() {} }
            #expect(error.code == .decoding)
            #expect(server.requestCount == 2)
        }
    }

    @Test func `retrieve, content and delete`() async throws {
        let answers = [
            FaultResponse.json(Self.file("file-1")), .text("bytes", contentType: "application/octet-stream"),
            .json(#"{"message":"deleted","file_id":"file-1","file_name":"a.txt"}"#),
            FaultResponse(status: 200),
        ]
        try await withClient(of: answers) { client, server in
            #expect(try await client.files.retrieve("file-1").filename == "a.txt")
            let content = try await client.files.content("file-1")
            #expect(String(buffer: content) == "bytes")
            let deletion = try await client.files.delete("file-1")
            #expect(deletion.message == "deleted" && deletion.fileID == "file-1")
            #expect(try await client.files.delete("file-1").id == "file-1")
            #expect(
                server.requests.prefix(3).map { "\($0.method) \($0.path)" }
                    == ["GET /v1/files/file-1", "GET /v1/files/file-1/content", "DELETE /v1/files/file-1"])
        }
    }

    @Test func `content beyond the limit is an error`() async throws {
        try await withClient(of: [.text("0123456789")]) { client, _ in
            let error = try await errorOf { try await client.files.content("f", maximumBytes: 9) }
            #expect(error.code == .responseTooLarge)
            #expect(try await client.files.content("f", maximumBytes: 10).readableBytes == 10)
        }
    }

    @Test func `an empty id is refused before anything is sent`() async throws {
        try await withClient(of: [.json("{}")]) { client, server in
            let files = client.files
            try await withTemporaryFolder { folder in
                let calls: [() async throws -> Any] = [
                    { try await files.retrieve("") }, { try await files.content("") }, { try await files.delete("") },
                    { try await files.download("") }, { try await files.download("", to: folder + "/a") },
                    { try await files.retrieve("..") },
                ]
                for call in calls {
                    let error = try await errorOf { try await call() }
                    #expect(error.code == .invalidArgument)
                }
                #expect(contents(folder + "/a.part") == nil)
            }
            #expect(server.connectionCount == 0)
        }
    }

    // MARK: The file of an upload

    @Test func `an answer with an id needs no list`() async throws {
        try await withClient(of: [Self.list()]) { client, server in
            var upload = FileUpload(message: "ok", fileName: "a.txt")
            upload.id = "file-9"
            let file = try await client.files.file(of: upload)
            #expect(file.id == "file-9")
            #expect(server.requestCount == 0)
        }
    }

    @Test func `without an id it is the newest with the name`() async throws {
        let list = Self.list(
            Self.file("old", "a.txt", 1), Self.file("new", "a.txt", 3), Self.file("other", "b.txt", 9),
            Self.file("middle", "a.txt", 2))
        try await withClient(of: [list]) { client, _ in
            let upload = FileUpload(message: "ok", fileName: "a.txt")
            #expect(try await client.files.file(of: upload).id == "new")
            #expect(try await client.files.newest(named: "a.txt", purpose: .vision) == nil)
            #expect(try await client.files.newest(named: "none") == nil)
            for upload in [FileUpload(message: "ok", fileName: "none"), FileUpload(message: "ok")] {
                let error = try await errorOf { try await client.files.file(of: upload) }
                #expect(error.code == .notFound)
            }
        }
    }
}
