import MartletWire
import Testing

@Suite struct MultipartFormEncoderTests {
    /// Always the first letter, so that the boundary is known.
    private struct Zero: RandomNumberGenerator {
        mutating func next() -> UInt64 { 1 }
    }

    private static let boundary = "martlet-" + String(repeating: "A", count: 30)

    private func encoder(
        _ fields: [(name: String, value: String)] = [], filename: String = "a.txt", type: String? = nil
    ) -> MultipartFormEncoder {
        var generator = Zero()
        return MultipartFormEncoder(
            fields: fields, file: .init(name: "file", filename: filename, contentType: type), using: &generator)
    }

    @Test func `fields come first, in their order, then the file`() {
        let encoder = encoder([("purpose", "batch"), ("expires_after", "60")], type: "text/plain")
        let text = String(decoding: encoder.head + Array("bytes".utf8) + encoder.tail, as: UTF8.self)
        let line = "--\(Self.boundary)\r\nContent-Disposition: form-data; name="
        #expect(
            text == line + "\"purpose\"\r\n\r\nbatch\r\n" + line + "\"expires_after\"\r\n\r\n60\r\n" + line
                + "\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nbytes\r\n--\(Self.boundary)--\r\n")
        #expect(encoder.contentType == "multipart/form-data; boundary=\(Self.boundary)")
        #expect(encoder.length(withFileOf: 5) == text.utf8.count)
    }

    @Test(arguments: [
        (#"a"b.txt"#, "a%22b.txt"), ("a\r\nb", "a%0D%0Ab"), ("a\nX-Evil: 1", "a%0AX-Evil: 1"),
        ("日本語 ü.txt", "日本語 ü.txt"), (#"a\b"#, #"a\b"#), ("100%22", "100%22"), ("a;b=c", "a;b=c"),
    ])
    func `T61 quotes and line breaks in names are escaped, everything else is sent as it is`(
        _ name: String, _ wire: String
    ) {
        let head = String(decoding: encoder([(name, "v")], filename: name).head, as: UTF8.self)
        #expect(head.contains("name=\"file\"; filename=\"\(wire)\"\r\n\r\n"))
        #expect(head.contains("name=\"\(wire)\"\r\n\r\nv\r\n"))
    }

    @Test(arguments: [nil, "text/plain\r\nX: 1", "a\u{0}b"])
    func `no type, and one that would break out of its line, is left out`(_ type: String?) {
        let head = String(decoding: encoder(type: type).head, as: UTF8.self)
        #expect(head.hasSuffix("filename=\"a.txt\"\r\n\r\n"))
    }

    @Test func `a boundary is random, short and of safe characters`() {
        var generator = SystemRandomNumberGenerator()
        let all = (0..<50).map { _ in
            MultipartFormEncoder(fields: [], file: .init(name: "f", filename: "f"), using: &generator).boundary
        }
        #expect(Set(all).count == 50)
        #expect(
            all.allSatisfy {
                $0.utf8.count <= 70 && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            })
    }
}
