import MartletAPI
import NIOCore
import Testing

@testable import MartletServer

struct FileTextTests {
    private static func text(_ bytes: [UInt8], _ name: String = "a.txt", type: String? = nil) throws -> String {
        try FileText.text(of: ByteBuffer(bytes: bytes), named: name, contentType: type)
    }

    static let texts: [([UInt8], String, String?, String)] = [
        (Array("Hello, Größe".utf8), "a.txt", nil, "Hello, Größe"),
        ([0xEF, 0xBB, 0xBF] + Array("Marked".utf8), "a.md", nil, "Marked"),
        ([0xFF, 0xFE, 0x48, 0x00, 0x69, 0x00], "a.txt", nil, "Hi"),
        ([0xFE, 0xFF, 0x00, 0x48, 0x00, 0x69], "a.txt", nil, "Hi"),
        (Array("<p>One</p><p>Two</p>".utf8), "a.html", nil, "One\n\nTwo"),
        (Array("<p>One</p>".utf8), "a", "text/html; charset=utf-8", "One"),
        (Array("<!DOCTYPE html><title>T</title><body>B".utf8), "a.txt", nil, "T\n\nB"),
        (Array("<p>source</p>".utf8), "a.xml", nil, "<p>source</p>"),
        (Array(#"{"a": [1, 2]}"#.utf8), "a.json", nil, #"{"a": [1, 2]}"#),
    ]

    @Test(arguments: texts)
    func `the text of a file is read`(_ bytes: [UInt8], _ name: String, _ type: String?, _ text: String) throws {
        #expect(try Self.text(bytes, name, type: type) == text)
    }

    static let unreadable: [([UInt8], VectorStoreFileErrorCode, String)] = [
        (Array("%PDF-1.7 …".utf8), .unsupportedFile, "PDF"),
        ([0x50, 0x4B, 0x03, 0x04, 0x14], .unsupportedFile, "office"),
        ([0xC3, 0x28, 0x41], .unsupportedFile, "UTF-8"), ([0x41, 0x00, 0x42], .unsupportedFile, "U+0000"),
        ([0xFF, 0xFE, 0x48], .unsupportedFile, "UTF-16"), (Array(" \n\t".utf8), .invalidFile, "no text"),
        ([], .invalidFile, "no text"),
    ]

    @Test(arguments: unreadable)
    func `a file without a text says why`(_ bytes: [UInt8], _ code: VectorStoreFileErrorCode, _ word: String) throws {
        let error = try #require(throws: FileText.Unreadable.self) { _ = try Self.text(bytes) }
        #expect(error.error.code == code)
        #expect(error.error.message.contains(word))
    }
}
