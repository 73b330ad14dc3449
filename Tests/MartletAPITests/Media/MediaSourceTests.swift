import MartletAPI
import Testing

@Suite struct MediaSourceTests {
    @Test(
        arguments: [
            ("http://a/b.png", .remote("http://a/b.png")), ("HTTPS://a", .remote("HTTPS://a")),
            ("data:image/png;base64,AA==", .dataURL("data:image/png;base64,AA==")), ("Data:,", .dataURL("Data:,")),
            ("a.png", .file("a.png")), ("/tmp/a b.png", .file("/tmp/a b.png")), ("", .file("")),
            ("file:///tmp/a%20b.png", .file("/tmp/a b.png")), ("FILE://localhost/a", .file("/a")),
            ("file:///100%", .file("file:///100%")), ("file://other/a", .file("file://other/a")),
            ("http:a", .file("http:a")), ("https", .file("https")), ("database.png", .file("database.png")),
            ("ftp://a/b", .file("ftp://a/b")), ("ｈttp://a", .file("ｈttp://a")),
        ] as [(String, MediaSource)])
    func `an argument is a URL or a path`(argument: String, source: MediaSource) {
        #expect(MediaSource(argument: argument) == source)
    }

    @Test(arguments: ["http://a", "https://user@a.example:8080/b.png?c=d#e", "HTTP://[::1]/a", "https://a/日本.png"])
    func `T34 a remote URL is passed through`(url: String) throws {
        #expect(try MediaSource.remote(url).url(for: .image, limit: 0, isStrict: true) == url)
        #expect(try MediaSource.remote(url).url(for: .video) == url)
    }

    @Test(arguments: [
        "", "a.png", "ftp://a/b", "http://", "https:///a", "http://a b", "http://a\n", "http://:80", "data:,x",
    ])
    func `what is no remote URL is an error`(url: String) throws {
        let error = try #require(throws: MediaError.self) { try MediaSource.remote(url).url(for: .video) }
        #expect(error.code == .invalidURL)
        #expect(error.kind == .video)
        #expect(error.message.contains("http://"))
        #expect(url.isEmpty || !error.description.contains(url) || url == "http://")
    }

    @Test(
        arguments: [
            "data:image/png;base64,AA==", "DATA:Image/PNG;charset=x;BASE64,AAAA", "data:image/svg+xml,%3Csvg/%3E",
            "data:image/svg+xml;utf8,<svg/>", "data:image/x,a,b",
        ])
    func `a data URL is passed through`(url: String) throws {
        #expect(try MediaSource.dataURL(url).url(for: .image, isStrict: true) == url)
        let error = try #require(throws: MediaError.self) { try MediaSource.dataURL(url).url(for: .video) }
        #expect(error.code == .unsupportedType)
    }

    @Test(
        arguments: [
            ("data:image/png;base64", .invalidURL), ("data:image/png;base64,", .invalidURL), ("", .invalidURL),
            ("http://a", .invalidURL), ("data:image/png;base64,AA\nAA", .invalidURL),
            ("data:image/svg+xml,<svg />", .invalidURL), ("data:image/svg+xml,%3", .invalidURL),
            ("data:image/svg+xml,%zz", .invalidURL), ("data:image/svg+xml,é", .invalidURL),
            ("data:,AAAA", .unsupportedType), ("data:;base64,AAAA", .unsupportedType),
            ("data:text/plain;base64,AAAA", .unsupportedType), ("data:video/mp4;base64,AAAA", .unsupportedType),
            ("data:image;base64,AAAA", .unsupportedType),
        ] as [(String, MediaError.Code)])
    func `a data URL that is not well formed, or of another kind, is an error`(
        url: String, code: MediaError.Code
    ) throws {
        let error = try #require(throws: MediaError.self) { try MediaSource.dataURL(url).url(for: .image) }
        #expect(error.code == code, "\(error)")
        #expect(error.kind == .image)
        #expect(error.path == nil)
    }

    @Test(
        arguments: [
            ("data:image/png;base64,AAAA", 3), ("data:image/png;base64,AAA=", 2), ("data:image/png;base64,AA==", 1),
            ("data:image/png;base64,AA%3D%3D", 3), ("data:image/png;base64,AA", 1), ("data:image/x,abc", 3),
            ("data:image/x,%20a%2C", 3),
        ])
    func `a data URL is as large as what it decodes to`(url: String, size: Int) throws {
        #expect(try MediaSource.dataURL(url).url(for: .image, limit: size) == url)
        let error = try #require(throws: MediaError.self) {
            try MediaSource.dataURL(url).url(for: .image, limit: size - 1)
        }
        #expect(error.code == .tooLarge)
        #expect(error.size == size)
        #expect(error.limit == size - 1)
    }

    @Test func `bytes become a data URL in base64`() throws {
        let source = MediaSource.bytes(Media.png, type: .png)
        #expect(try source.url(for: .image, limit: 10, isStrict: true) == "data:image/png;base64,\(Media.pngBase64)")
        // In one line, however long.
        let long = try MediaSource.bytes(Array(repeating: 0, count: 100_000), type: .webm).url(for: .video)
        #expect(long.utf8.count == 23 + 133_336)
        #expect(!long.contains { $0.isWhitespace })
    }

    @Test func `bytes are limited`() throws {
        let error = try #require(throws: MediaError.self) {
            try MediaSource.bytes(Media.png, type: .png).url(for: .image, limit: 9)
        }
        #expect(error.code == .tooLarge)
        #expect(error.size == 10)
        #expect(error.limit == 9)
        #expect(error.description == "The image has 10 bytes; the limit is 9. Make it smaller or raise the limit.")
    }

    @Test(arguments: [.mp4, "text/plain", "application/octet-stream", "", "image/"] as [MediaType])
    func `bytes of a type of another kind are an error`(type: MediaType) throws {
        let error = try #require(throws: MediaError.self) {
            try MediaSource.bytes(Media.png, type: type).url(for: .image)
        }
        #expect(error.code == .unsupportedType)
    }

    @Test func `bytes are looked at in strict mode only`() throws {
        let source = MediaSource.bytes(Media.mp4, type: .png)
        #expect(try source.url(for: .image) == "data:image/png;base64,\(Media.mp4Base64)")
        let error = try #require(throws: MediaError.self) { try source.url(for: .image, isStrict: true) }
        #expect(error.code == .unsupportedType)
        #expect(error.message == "The medium is video/mp4. Give an image.")
        #expect(throws: MediaError.self) { try MediaSource.bytes([], type: .png).url(for: .image, isStrict: true) }
        // An image under the name of another one passes, and so do bytes that show nothing.
        #expect(throws: Never.self) { try MediaSource.bytes(Media.png, type: .jpeg).url(for: .image, isStrict: true) }
        #expect(throws: Never.self) { try MediaSource.bytes([0, 1], type: .jpeg).url(for: .image, isStrict: true) }
    }
}
