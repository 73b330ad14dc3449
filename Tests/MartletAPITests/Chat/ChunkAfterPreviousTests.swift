import MartletAPI
import Testing

@Suite struct ChunkAfterPreviousTests {
    private func read(_ bytes: [UInt8], after previous: ChatCompletionChunk) throws -> ChatCompletionChunk {
        try JSONReader.read(bytes) { (reader) throws(JSONError) in
            try ChatCompletionChunk(reading: &reader, after: previous)
        }
    }

    /// Strings that are alike in every way that could be mixed up.
    private static let strings = [
        "", "c", "chatcmpl-1", "chatcmpl-12", "chatcmpl-2", "chatcmpl", "chatcmpl-1\"", "chatcmpl-1\\", "a\"b", "a\\",
        "a\\\"", "\\\"",
        "\"", "\\n", "\n", "\u{0}", "é", "e\u{301}", "漢字", "😀", "1", "true", "null", "12345678", "1234567\"",
        "12345678\"x", "\u{FFFD}",
        String(repeating: "x", count: 64), String(repeating: "x", count: 63) + "y", String(repeating: "x", count: 65),
    ]

    @Test func `the chunk before changes nothing but the cost`() throws {
        var random = SplitMix64(seed: 1)
        func string() -> String { Self.strings[random.below(Self.strings.count)] }
        func text(_ string: String) -> String {
            switch random.below(8) {
            // As a server may write it that escapes more than it must.
            case 0: "\"" + string.utf16.map { "\\u" + String(0x10000 + Int($0), radix: 16).dropFirst() }.joined() + "\""
            case 1: "null"
            case 2: "17"
            default: JSONValue.string(string).text
            }
        }
        var previous = ChatCompletionChunk()
        for _ in 0..<20_000 {
            let json = """
                {"id": \(text(string())),"object":\(text(string())),"model":\(text(string())), "system_fingerprint" : \(text(string())) ,
                "choices":[]}
                """
            let bytes = Array(json.utf8)
            let chunk = try ChatCompletionChunk(json: bytes)
            #expect(try read(bytes, after: previous) == chunk)
            #expect(try read(bytes, after: chunk) == chunk)
            previous = chunk
        }
    }

    @Test func `bytes that are not the string are not taken for it`() throws {
        for (before, json) in [
            ("a\u{FFFD}", Array(#"{"id":"a"#.utf8) + [0xFF] + Array(#""}"#.utf8)), ("ab", Array(#"{"id":"ab"#.utf8)),
            ("ab", Array(#"{"id":ab}"#.utf8)), (#"a","model":"b"#, Array(#"{"id":"a","model":"b"}"#.utf8)),
            (#"a\"#, Array(#"{"id":"a\","model":"b"}"#.utf8)),
        ] {
            let previous = ChatCompletionChunk(id: ChatCompletionID(rawValue: before))
            let plain = Result { try ChatCompletionChunk(json: json) }
            let after = Result { try read(json, after: previous) }
            #expect((try? plain.get()) == (try? after.get()))
        }
    }

    @Test func `a text cut off anywhere is an error after any chunk`() throws {
        for fixture in Fixture.chunks where fixture.name.hasPrefix("ChatCompletionChunk") {
            let bytes = Array(fixture.json.utf8)
            let whole = try ChatCompletionChunk(json: bytes)
            for count in bytes.indices {
                #expect(throws: JSONError.self) { try read(Array(bytes[..<count]), after: whole) }
            }
        }
    }
}
