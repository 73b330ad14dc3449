import Foundation
import MartletAPI
import Testing

@Suite struct MediaFileTests {
    @Test func `a file becomes a data URL with the type of its extension`() throws {
        try withFile("a.PNG", Media.png) { (path) throws in
            #expect(try MediaSource.file(path).url(for: .image) == "data:image/png;base64,\(Media.pngBase64)")
            #expect(try MediaSource.file(path).url(for: .video) == "data:video/mp4;base64,\(Media.pngBase64)")
        }
        try withFile("a.ogg", Media.mp4) { (path) throws in
            #expect(try MediaSource.file(path).url(for: .video) == "data:video/ogg;base64,\(Media.mp4Base64)")
        }
        try withFile("ü ß.unknown", Media.png) { (path) throws in
            #expect(try MediaSource.file(path).url(for: .image) == "data:image/jpeg;base64,\(Media.pngBase64)")
        }
        try withFile("empty.gif", []) { (path) throws in
            #expect(try MediaSource.file(path).url(for: .image) == "data:image/gif;base64,")
        }
    }

    @Test(arguments: ["", "missing.png", "/", "missing/a.png", "a\0b"])
    func `T33 a file that is missing is an error`(name: String) throws {
        let path = name == "/" ? "\(NSTemporaryDirectory())/martlet-missing/" : name
        let error = try #require(throws: MediaError.self) { try MediaSource.file(path).url(for: .image) }
        #expect(error.code == .notFound)
        #expect(error.path == path)
        #expect(error.kind == .image)
    }

    @Test func `T33 a directory is an error`() throws {
        try withFile("a.png", []) { (path) throws in
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            let error = try #require(throws: MediaError.self) { try MediaSource.file(folder).url(for: .video) }
            #expect(error.code == .unreadable)
            #expect(error.path == folder)
            #expect(error.kind == .video)
            #expect(error.description == "\(folder) is a directory. Give the path of a file.")
            #expect(error.localizedDescription == error.description)
        }
    }

    @Test func `a path through a file is an error`() throws {
        try withFile("a.png", Media.png) { (path) throws in
            let error = try #require(throws: MediaError.self) { try MediaSource.file("\(path)/b").url(for: .image) }
            #expect([.notFound, .unreadable].contains(error.code))
        }
    }

    @Test func `a device is an error and is not read`() throws {
        let error = try #require(throws: MediaError.self) { try MediaSource.file("/dev/zero").url(for: .image) }
        #expect(error.code == .unreadable)
    }

    @Test func `a link leads to its file`() throws {
        try withFile("a.bin", Media.png) { (path) throws in
            let link = path + ".webp"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
            #expect(try MediaSource.file(link).url(for: .image, limit: 10).hasPrefix("data:image/webp;"))
            #expect(throws: MediaError.self) { try MediaSource.file(link).url(for: .image, limit: 9) }
            try FileManager.default.removeItem(atPath: path)
            let error = try #require(throws: MediaError.self) { try MediaSource.file(link).url(for: .image) }
            #expect(error.code == .notFound)
        }
    }

    @Test func `a file without permission is an error`() throws {
        try withFile("a.png", Media.png) { (path) throws in
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
            // The superuser may read it all the same.
            guard !FileManager.default.isReadableFile(atPath: path) else { return }
            let error = try #require(throws: MediaError.self) { try MediaSource.file(path).url(for: .image) }
            #expect(error.code == .unreadable)
            #expect(error.cause != nil)
        }
    }

    @Test func `a file that is too large is an error`() throws {
        try withFile("a.png", Media.png) { (path) throws in
            #expect(throws: Never.self) { try MediaSource.file(path).url(for: .image, limit: 10) }
            let error = try #require(throws: MediaError.self) { try MediaSource.file(path).url(for: .image, limit: 9) }
            #expect(error.code == .tooLarge)
            #expect(error.size == 10)
            #expect(error.limit == 9)
            #expect(error.path == path)
        }
    }

    @Test(
        arguments: [
            ("a.png", Media.png, "image/png"), ("a.jpg", Media.png, "image/jpeg"), ("a", Media.png, "image/png"),
            ("a.txt", Media.png, "image/png"), ("a.png", [0, 1], "image/png"), ("a.png", Media.mp4, nil),
            ("a.png", Array("hello".utf8), nil), ("a", [0, 1], nil), ("a.mp4", [0, 1], nil), ("a.png", [], nil),
            ("a.svg", Array("<svg/>".utf8), "image/svg+xml"), ("a.jpg", Array("%PDF-1.4".utf8), nil),
        ] as [(String, [UInt8], String?)])
    func `in strict mode a file must be of the kind`(name: String, bytes: [UInt8], type: String?) throws {
        try withFile(name, bytes) { (path) throws in
            guard let type else {
                let error = try #require(throws: MediaError.self) {
                    try MediaSource.file(path).url(for: .image, isStrict: true)
                }
                #expect(error.code == .unsupportedType)
                #expect(error.path == path)
                return
            }
            let url = try MediaSource.file(path).url(for: .image, isStrict: true)
            #expect(url.hasPrefix("data:\(type);base64,"))
        }
    }
}

/// Lends the path of a file with these bytes in a folder of its own.
private func withFile(_ name: String, _ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    try body(file.path)
}
