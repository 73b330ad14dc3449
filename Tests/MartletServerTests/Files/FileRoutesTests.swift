import Foundation
import MartletAPI
import MartletServer
import MartletTesting
import Testing

@Suite struct FileRoutesTests {
    @Test func `an upload is answered in both platforms' shapes, and is there`() async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            let made = try await Upload.file("Hello, file!").send(to: platform)
            #expect(made.status == 200)
            let id = made.id
            #expect(id.hasPrefix("file-") && id.utf8.count == 29)
            #expect(made["message"].stringValue?.isEmpty == false)
            let shared: JSONObject = [
                "id": .string(id), "object": "file", "bytes": 12, "created_at": made["created_at"],
                "filename": "a.txt", "purpose": "user_data", "status": "processed",
            ]
            #expect(made["file_name"] == "a.txt")
            for (name, value) in shared { #expect(made[name] == value, "\(name)") }

            let caller = Caller.openAI(platform)
            for path in ["/files/\(id)", "/files/\(id)/"] {
                let found = try await caller.get(path)
                #expect(found.status == 200 && found.body == .object(shared), "\(path)")
            }
            for path in ["/files", "/files/"] {
                let listed = try await caller.get(path)
                #expect(
                    listed.body == [
                        "object": "list", "data": [.object(shared)], "first_id": .string(id),
                        "last_id": .string(id), "has_more": false,
                    ])
            }
            for path in ["content", "download", "content/"] {
                let content = try await RawConnection.ask(port: platform.port, "GET", "/v1/files/\(id)/\(path)")
                #expect(content.status == 200 && content.body == "Hello, file!")
                #expect(content.header("content-type") == "text/plain")
                #expect(content.header("content-length") == "12")
                #expect(content.header("content-disposition") == "attachment; filename=\"a.txt\"")
                #expect(content.header("accept-ranges") == "bytes")
                #expect(content.header("x-content-type-options") == "nosniff")
            }

            let deleted = try await caller.delete("/files/\(id)")
            #expect(
                deleted.body == [
                    "message": "File deleted successfully", "file_id": .string(id), "file_name": "a.txt",
                    "id": .string(id), "object": "file", "deleted": true, "filename": "a.txt",
                ])
            for (method, path) in [("GET", ""), ("GET", "/content"), ("GET", "/download"), ("DELETE", "")] {
                let gone = try await caller.ask(method, "/files/\(id)\(path)")
                #expect(gone.status == 404 && gone.error["code"] == "file_not_found", "\(method) \(path)")
            }
            #expect(try await caller.get("/files").ids == [])
        }
    }

    @Test(
        arguments: [
            (#"filename="say %22hi%22 Ärger 🙂.txt""#, #"say "hi" Ärger 🙂.txt"#),
            (#"filename="say \"hi\" 文件.txt""#, #"say "hi" 文件.txt"#),
            (#"filename="_.txt"; filename*=UTF-8''%C3%84%20%22x%22.txt"#, #"Ä "x".txt"#),
            (#"filename="100% sure; really=1.txt""#, "100% sure; really=1.txt"),
            (#"filename="/home/anna/notes/a.txt""#, "a.txt"),
            (#"filename="C:\Users\anna\a.txt""#, "a.txt"),
            (#"filename="a\b.txt""#, #"a\b.txt"#),
            (#"filename="../../etc/passwd""#, "passwd"),
            (#"filename="""#, "uploaded_file"),
            ("x=1", "uploaded_file"),
        ])
    func `T61 names with quotes and beyond ASCII survive the upload and the download`(
        _ disposition: String, _ name: String
    ) async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            var upload = Upload()
            upload.addFile("x", disposition)
            // The fields may come behind the file.
            upload.add("purpose", "assistants")
            let made = try await upload.send(to: platform)
            #expect(made.status == 200, "\(made)")
            #expect(made["filename"].stringValue == name)
            let content = try await RawConnection.ask(port: platform.port, "GET", "/v1/files/\(made.id)/download")
            #expect(content.header("content-type") == "application/octet-stream")
            let header = try #require(content.header("content-disposition"))
            if name.utf8.allSatisfy({ $0 < 0x80 }), !name.contains(where: { "\"\\%".contains($0) }) {
                #expect(header == "attachment; filename=\"\(name)\"")
            } else {
                // What a client gets that reads it as RFC 6266 says. (The tests' header fields are in lower case.)
                let encoded = try #require(header.split(separator: "filename*=utf-8''").last)
                #expect(String(encoded).removingPercentEncoding?.lowercased() == name.lowercased())
            }
        }
    }

    @Test(
        arguments: [
            (Upload.file("x", purpose: nil), 400, "missing_required_parameter", "purpose"),
            (Upload.file("x", purpose: "world-peace"), 400, "invalid_purpose", "purpose"),
            (Upload.file("x", purpose: ""), 400, "invalid_purpose", "purpose"),
            (Upload.file(""), 400, "empty_file", "file"),
            (Upload.file("x", fields: [("color", "red")]), 400, "unsupported_parameter", "color"),
            (Upload.file("x", fields: [("purpose", "batch")]), 400, "duplicate_parameter", "purpose"),
            (Upload.file("x", fields: [("expires_after", "0")]), 400, nil, "expires_after"),
            (Upload.file("x", fields: [("expires_after", "1.5")]), 400, nil, "expires_after"),
            (Upload.file("x", fields: [("expires_after", "+5")]), 400, nil, "expires_after"),
            (Upload.file("x", fields: [("expires_after", "99999999999999999999")]), 400, nil, "expires_after"),
            (
                Upload.file("x", fields: [("expires_after[seconds]", "3600")]), 400, "missing_required_parameter",
                "expires_after[anchor]"
            ),
            (
                Upload.file("x", fields: [("expires_after[anchor]", "created_at")]), 400,
                "missing_required_parameter", "expires_after[seconds]"
            ),
            (Upload.file("x", fields: [("expires_after[anchor]", "now")]), 400, nil, "expires_after[anchor]"),
            (Upload.file("x", fields: [("expires_after[seconds]", "3599")]), 400, nil, "expires_after[seconds]"),
            (
                Upload.file(
                    "x",
                    fields: [
                        ("expires_after", "5"), ("expires_after[anchor]", "created_at"),
                        ("expires_after[seconds]", "3600"),
                    ]), 400, nil, "expires_after"
            ),
            (
                Upload.file("x", fields: [("purpose2", String(repeating: "x", count: 2_000))]), 400,
                "unsupported_parameter", "purpose2"
            ),
            (
                Upload.file("x", purpose: String(repeating: "x", count: 2_000)), 400, nil, "purpose"
            ),
            (
                Upload(parts: [("Content-Disposition: form-data; name=\"purpose\"\r\n", "batch")]), 400,
                "missing_required_parameter", "file"
            ),
            (Upload(parts: [("Content-Type: text/plain\r\n", "x")]), 400, "invalid_form", nil),
            (Upload(parts: [("no header\r\n", "x")]), 400, "invalid_form", nil),
            (
                Upload(parts: [
                    ("Content-Disposition: form-data; name=file\r\nContent-Transfer-Encoding: base64\r\n", "eA==")
                ]), 400, "invalid_form", "file"
            ),
        ] as [(Upload, Int, String?, String?)])
    func `T66 what is wrong with a form is a 400 that names it, and leaves nothing`(
        _ upload: Upload, _ status: Int, _ code: String?, _ parameter: String?
    ) async throws {
        let blobs = MemoryBlobStore()
        var stores = try PlatformStores.inMemory()
        stores.blobs = blobs
        try await withPlatform(engine: StubEngine(), stores: stores) { platform in
            let answer = try await upload.send(to: platform)
            #expect(answer.status == status)
            #expect(answer.error["code"] == code.map { .string($0) } ?? .null)
            #expect(answer.error["param"] == parameter.map { .string($0) } ?? .null)
            #expect((answer.error["message"]?.stringValue?.utf8.count ?? 0) < 1_000)
            #expect(try await Caller.openAI(platform).get("/files").ids == [])
            // The connection and the platform go on.
            #expect(try await Upload.file("x").send(to: platform).status == 200)
        }
        #expect(blobs.ids.count == 1)
    }

    @Test(
        arguments: [
            (nil, nil), ("expires_after", "600"), ("expires_after", "3155760000"),
            ("expires_after[seconds]", "2592000"),
        ] as [(String?, String?)])
    func `a file says when its time is over, in both forms`(_ field: String?, _ seconds: String?) async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            var fields: [(String, String)] = []
            if let field, let seconds { fields.append((field, seconds)) }
            if field == "expires_after[seconds]" { fields.append(("expires_after[anchor]", "created_at")) }
            let made = try await Upload.file("x", fields: fields).send(to: platform)
            #expect(made.status == 200, "\(made)")
            for answer in [made, try await Caller.openAI(platform).get("/files/\(made.id)")] {
                let lifetime = seconds.flatMap { Int($0) }
                #expect(answer["expires_after"].intValue == lifetime)
                #expect(answer["expires_at"].intValue == lifetime.map { (answer["created_at"].intValue ?? 0) + $0 })
            }
        }
    }

    @Test func `what is no form is refused`() async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            for type in ["application/json", "multipart/form-data", "multipart/mixed; boundary=b"] {
                let answer = try await RawConnection.ask(
                    port: platform.port, "POST", "/v1/files",
                    headers: ["Content-Type: \(type)", "Content-Length: 2"])
                #expect(answer.status == 415)
                #expect(answer.body.contains("multipart/form-data"))
            }
            var upload = Upload.file("x")
            upload.boundary = String(repeating: "b", count: 100)
            #expect(try await upload.send(to: platform).status == 400)
        }
    }

    @Test func `another account's file is a 404`() async throws {
        let stores = try PlatformStores.inMemory()
        for account in ["anna", "ben"] {
            let key = StoredKey(
                id: account, account: AccountID(rawValue: account), name: account, ending: "", createdAt: 1)
            try await stores.keys.insert(key, secret: "sk-\(account)")
        }
        try await withPlatform(engine: StubEngine(), stores: stores) { platform in
            let made = try await Upload.file("x").send(to: platform, headers: ["Authorization: Bearer sk-anna"])
            #expect(made.status == 200)
            let ben = Caller.openAI(platform, key: "sk-ben")
            for (method, path) in [("GET", ""), ("GET", "/content"), ("GET", "/download"), ("DELETE", "")] {
                let answer = try await ben.ask(method, "/files/\(made.id)\(path)")
                #expect(answer.status == 404 && answer.error["code"] == "file_not_found")
            }
            #expect(try await ben.get("/files").ids == [])
            #expect(try await Caller.openAI(platform, key: "sk-anna").get("/files").ids == [made.id])
            #expect(try await Upload.file("x").send(to: platform).status == 401)
        }
    }

    @Test func `lists go page by page, by purpose and in both orders`() async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            var ids: [String] = []
            for index in 0..<5 {
                let upload = Upload.file("x", purpose: index.isMultiple(of: 2) ? "batch" : "vision")
                ids.append(try await upload.send(to: platform).id)
            }
            let caller = Caller.openAI(platform)
            #expect(try await caller.get("/files").ids == ids.reversed())
            #expect(try await caller.get("/files?order=asc").ids == ids)
            #expect(try await caller.get("/files?purpose=batch&order=asc").ids == [ids[0], ids[2], ids[4]])
            #expect(try await caller.get("/files?purpose=none").ids == [])
            let first = try await caller.get("/files?limit=2")
            #expect(first.ids == [ids[4], ids[3]])
            #expect(first["has_more"] == true && first["last_id"].stringValue == ids[3])
            let rest = try await caller.get("/files?limit=10000&after=\(ids[3])")
            #expect(rest.ids == [ids[2], ids[1], ids[0]] && rest["has_more"] == false)
            for query in ["limit=0", "limit=10001", "limit=x", "order=up", "after=file-none"] {
                #expect(try await caller.get("/files?\(query)").status == 400, "\(query)")
            }
        }
    }

    @Test func `other methods are a 405, and a platform without files has no such routes`() async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            let answer = try await Caller.openAI(platform).ask("PUT", "/files/file-x")
            #expect(answer.status == 405)
        }
        var stores = try PlatformStores.inMemory()
        stores.blobs = nil
        try await withPlatform(engine: StubEngine(), stores: stores) { platform in
            let answer = try await Caller.openAI(platform).get("/files")
            #expect(answer.status == 404)
        }
    }
}
