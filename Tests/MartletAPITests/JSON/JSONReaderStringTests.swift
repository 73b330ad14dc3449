import MartletAPI
import Testing

@Suite struct JSONReaderStringTests {
    @Test(arguments: [
        (#""""#, ""), (#""a""#, "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u6F22""#, "Aé漢"),
        (#""\ud83d\ude00""#, "😀"), (#""\uD800\uDC00""#, "\u{10000}"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
        (#""\u0000""#, "\u{0}"),
        (#""a\u0000b""#, "a\u{0}b"), (#""😀""#, "😀"), (#""\\u0041""#, #"\u0041"#), (#""\\""#, #"\"#),
        (#""12345678""#, "12345678"),
        (#""1234567\n""#, "1234567\n"), (#""12345678\n12345678""#, "12345678\n12345678"),
        // Lone halves of pairs.
        (#""\ud800""#, "\u{FFFD}"), (#""\udc00""#, "\u{FFFD}"), (#""\ud800a""#, "\u{FFFD}a"),
        (#""\ud800\n""#, "\u{FFFD}\n"),
        (#""\ud800\ud800\udc00""#, "\u{FFFD}\u{10000}"), (#""\udc00\ud800""#, "\u{FFFD}\u{FFFD}"),
        (#""\ud800\u0041""#, "\u{FFFD}A"),
        (#""\ud83d\ude0""#.dropLast() + #"0""#, "😀"),
    ])
    func `escapes are decoded`(text: String, string: String) throws {
        #expect(try JSONValue(json: text) == .string(string))
        #expect(try JSONValue(json: "{\(text):1}").objectValue?.keys == [string])
    }

    @Test(arguments: 0..<40)
    func `a quote or an escape is found wherever it stands`(length: Int) throws {
        let padding = String(repeating: "x", count: length)
        for tail in ["", "\\n", "\\u00e9", "\\\""] {
            let text = "\"\(padding)\(tail)\""
            let expected = padding + ["": "", "\\n": "\n", "\\u00e9": "é", "\\\"": "\""][tail, default: "?"]
            #expect(try JSONValue(json: text) == .string(expected))
            #expect(try JSONValue(json: "[\(text),\"\(padding)\"]") == [.string(expected), .string(padding)])
        }
        // Bytes that differ from a quote or a backslash in one bit only.
        let similar = "#!\u{3}]X\u{5D}\u{DC}¢"
        #expect(try JSONValue(json: "\"\(padding)\(similar)\"") == .string(padding + similar))
    }

    @Test func `T33 raw control characters are allowed in strings`() throws {
        for byte in UInt8(0)..<0x20 {
            let scalar = String(UnicodeScalar(byte))
            #expect(try JSONValue(json: "\"a\(scalar)b\"") == .string("a\(scalar)b"))
            #expect(
                try JSONValue(json: "{\"\(scalar)\":\"\\n\(scalar)\"}") == .object([scalar: .string("\n" + scalar)]))
            #expect(try JSONValue(json: JSONValue.string(scalar).jsonText()) == .string(scalar))
        }
    }

    @Test(
        arguments: [
            ([0xFF], "\u{FFFD}"), ([0x61, 0x80, 0x62], "a\u{FFFD}b"), ([0xC3], "\u{FFFD}"),
            ([0xE2, 0x82, 0x61], "\u{FFFD}a"),
            ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"),
            ([0x5C, 0x6E, 0xFF], "\n\u{FFFD}"),
            ([0xF0, 0x9F, 0x98], "\u{FFFD}"),
        ] as [([UInt8], String)])
    func `invalid UTF-8 is repaired`(bytes: [UInt8], string: String) throws {
        #expect(try JSONValue(json: [0x22] + bytes + [0x22]) == .string(string))
        #expect(try JSONValue(json: [0x7B, 0x22] + bytes + [0x22, 0x3A, 0x31, 0x7D]) == .object([string: 1]))
    }

    @Test func `a name with escapes is the name that it means`() throws {
        let message = try ChatMessage(json: #"{"\u0072ole":"user","cont\u0065nt":"a","ext\u0072a":1,"\u0072\u006f":2}"#)
        #expect(message.role == .user)
        #expect(message.text == "a")
        #expect(message.additionalProperties == ["extra": 1, "ro": 2])
    }

    @Test func `bytes that are not contiguous are read too`() throws {
        #expect(try JSONValue(json: #"[1,"a"]"#.utf8.lazy.map { $0 }) == [1, "a"])
        #expect(try JSONValue(json: Array("xx[1]x".utf8)[2..<5]) == [1])
        #expect(throws: JSONError.self) { try JSONValue(json: EmptyCollection<UInt8>()) }
    }
}
