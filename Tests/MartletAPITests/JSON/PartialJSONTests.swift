import MartletAPI
import Testing

@Suite struct PartialJSONTests {
    @Test(
        arguments: [
            ("", nil), (" \n", nil), ("tru", nil), ("12", nil), ("-", nil), ("true", true), ("12 ", 12), ("\"", ""),
            ("\"a", "a"), ("\"a\\", "a"), ("\"a\\n", "a\n"), ("\"a\\u00e", "a"), ("\"a\\u00e9", "aé"),
            ("\"\\ud83d", ""), ("\"\\ud83d\\", ""), ("\"\\ud83d\\ude0", ""), ("\"\\ud83d\\ude00", "😀"),
            ("\"\\ud83dx", "\u{FFFD}x"), ("\"\\ud83d\\n", "\u{FFFD}\n"), ("\"\\ud83d\"", "\u{FFFD}"),
            ("\"\\ud800\\ud800\\udc00", "\u{FFFD}\u{10000}"), ("\"\\udc00", "\u{FFFD}"),
            ("[", []), ("[1", []), ("[1,", [1]), ("[1.", []), ("[1.5e", []), ("[1.5e1]", [15.0]), ("[1,fals", [1]),
            ("[1,false", [1, false]), ("[nul", []), ("[null", [nil]), ("[[", [[]]), ("[[1 ", [[1]]), ("[\"", [""]),
            ("{", [:]), ("{\"a", [:]), ("{\"a\"", [:]), ("{\"a\":", [:]), ("{\"a\":1", [:]), ("{\"a\":1}", ["a": 1]),
            ("{\"a\":\"", ["a": ""]), ("{\"a\":{", ["a": [:]]), ("{\"a\":[{\"b\":\"c", ["a": [["b": "c"]]]),
            ("{\"a\":1,", ["a": 1]), ("{\"a\":1,\"b", ["a": 1]), ("{\"\\u0061\":[", ["a": []]),
            ("{\"a\":1,\"b\":2,\"a\":\"x", ["a": "x", "b": 2]),
        ] as [(String, JSONValue?)])
    func `an unfinished text has the value of what is certain`(text: String, value: JSONValue?) {
        var partial = PartialJSON()
        partial.append(text)
        #expect(partial.value == value)
        #expect(partial.error == nil)
        #expect(partial.isByteByByteTheSame(as: text))
    }

    @Test(
        arguments: [
            ("```json\n{\"a\":1}\n```\nThat is it.", ["a": 1]), ("```\n[1]```", [1]),
            ("\n ```JSON \r\n\"a\"\r\n```", "a"),
            ("````json title=\"x\"\n true", true), ("```json {\"a\":1}```", ["a": 1]), ("``````[]", []),
            ("{} {", [:]), ("[1]]", [1]), ("\"a\"b", "a"), ("nullx", nil), ("12x", 12), ("7\n", 7),
        ] as [(String, JSONValue)])
    func `fences and what follows the value are passed over`(text: String, value: JSONValue) {
        var partial = PartialJSON()
        partial.append(text)
        #expect(partial.isComplete)
        #expect(partial.value == value)
        #expect(partial.error == nil)
        partial.append("anything")
        partial.finish()
        #expect(partial.value == value)
        #expect(partial.error == nil)
        #expect(partial.isByteByByteTheSame(as: text))
    }

    @Test(arguments: ["`", "```", "```json", "```json\n", "\n```x\n  "])
    func `a fence without a value has none`(text: String) {
        var partial = PartialJSON()
        partial.append(text)
        #expect(partial.value == nil)
        #expect(partial.error == nil)
        partial.finish()
        #expect(partial.error?.code == .unexpectedEnd)
    }

    @Test(
        arguments: [
            ("Sure!", nil, 0), ("``{}", nil, 2), ("trux", nil, 3), ("[1,]", [1], 3), ("[1 2", [1], 3), ("[,", [], 1),
            ("[1}", [1], 2), ("{\"a\":1]", ["a": 1], 6), ("{,", [:], 1), ("{\"a\":1,}", ["a": 1], 7),
            ("{\"a\" 1", [:], 5),
            ("{\"a\":}", [:], 5), ("{a", [:], 1), ("\"ab\\q", "ab", 4), ("[\"\\u00g", [""], 6), ("[01,", [], 2),
            ("[1..2]", [], 3), ("[-]", [], 2), ("[1e999 ", [], 6), ("]", nil, 0), ("[1, 'a'", [1], 4), ("+1", nil, 0),
            ("\u{FEFF}1", nil, 0),
        ] as [(String, JSONValue?, Int)])
    func `what cannot be JSON is an error, and the value stays`(text: String, value: JSONValue?, offset: Int) throws {
        var partial = PartialJSON()
        partial.append(text)
        let error = try #require(partial.error)
        #expect(error.code == .syntax)
        #expect(error.offset == offset, "\(error)")
        #expect(partial.value == value)
        #expect(partial.isByteByByteTheSame(as: text))
        partial.append("\"]}")
        partial.finish()
        #expect(partial.error == error)
        #expect(partial.value == value)
        #expect(!partial.isComplete)
    }

    @Test(arguments: ["", "[1", "{\"a\"", "\"a", "tru", "1e", "-"])
    func `a text that ends too early is an error when it is finished`(text: String) throws {
        var partial = PartialJSON()
        partial.append(text)
        let value = partial.value
        partial.finish()
        let error = try #require(partial.error)
        #expect([.unexpectedEnd, .syntax].contains(error.code))
        #expect(partial.value == value)
        #expect(!partial.isComplete)
    }

    @Test func `a number that nothing encloses is certain at the end`() {
        var partial = PartialJSON()
        partial.append("-1.5")
        #expect(partial.value == nil)
        partial.append("e2")
        partial.finish()
        #expect(partial.value == -150.0)
        #expect(partial.isComplete)
    }

    @Test func `nesting is bounded`() {
        for (text, depth) in [("[", 128), ("{\"a\":", 128), ("[{\"a\":", 64)] {
            var partial = PartialJSON()
            partial.append(String(repeating: text, count: depth))
            #expect(partial.error == nil)
            let value = partial.value
            partial.append("[")
            #expect(partial.error?.code == .tooDeep)
            #expect(partial.value == value)
        }
        var flat = PartialJSON(depthLimit: 1)
        flat.append("[[")
        #expect(flat.error == JSONError(code: .tooDeep, message: "arrays and objects nest too deeply", offset: 1))
        var scalar = PartialJSON(depthLimit: 0)
        scalar.append("\"a\"")
        #expect(scalar.value == "a")
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `a text cut anywhere has a value that only grows, and at the end the whole one`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for round in 0..<150 {
            let value = random.value()
            let bytes = Array(random.spaced(try value.jsonText()).utf8)
            var partial = PartialJSON()
            var last: JSONValue?
            for count in bytes.indices {
                partial.append(utf8: [bytes[count]])
                let next = partial.value
                #expect(
                    next.extends(last), "round \(round), byte \(count) of \(String(decoding: bytes, as: UTF8.self))")
                last = next
                guard round.isMultiple(of: 5) else { continue }
                var whole = PartialJSON()
                whole.append(utf8: bytes[...count])
                #expect(whole.value == next)
            }
            partial.finish()
            #expect(partial.isComplete)
            #expect(partial.error == nil)
            #expect(partial.value == (try JSONValue(json: bytes)))
            #expect(partial.value == value)
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `broken texts crash nothing, and are accepted exactly when the reader accepts them`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for round in 0..<2_500 {
            // In an array, for what follows a value that nothing encloses is ignored.
            let bytes = random.mutated(Array("[\(random.value(depth: 3).text)".utf8)) + [UInt8(ascii: "]")]
            let text = String(decoding: bytes, as: UTF8.self)
            var whole = PartialJSON()
            whole.append(utf8: bytes)
            whole.finish()
            var pieces = PartialJSON()
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + 1 + random.below(6))
                pieces.append(utf8: bytes[start..<end])
                start = end
            }
            pieces.finish()
            #expect(pieces.value == whole.value, "round \(round): \(text)")
            #expect(pieces.error == whole.error, "round \(round): \(text)")
            if let value = try? JSONValue(json: bytes) {
                #expect(whole.value == value, "round \(round): \(text)")
                #expect(whole.isComplete, "round \(round): \(text)")
            } else if whole.isComplete, !text.contains("`") {
                // Then only what follows the value is wrong.
                #expect(bytes.indices.contains { (try? JSONValue(json: bytes[..<$0])) == whole.value })
            }
        }
    }

    @Test(
        arguments: [
            ([0xC3], "", "\u{FFFD}"), ([0xC3, 0xA9], "é", "é"), ([0x61, 0xF0, 0x9F, 0x98], "a", "a\u{FFFD}"),
            ([0xF0, 0x9F, 0x98, 0x80], "😀", "😀"), ([0xFF], "\u{FFFD}", "\u{FFFD}"),
            ([0xC3, 0x61], "\u{FFFD}a", "\u{FFFD}a"),
            ([0x80], "\u{FFFD}", "\u{FFFD}"), ([0x80, 0x80, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", nil),
        ] as [([UInt8], String, String?)])
    func `a cut character is left out, and invalid UTF-8 repaired`(bytes: [UInt8], cut: String, whole: String?) {
        var partial = PartialJSON()
        partial.append(utf8: [0x22] + bytes)
        #expect(partial.value == .string(cut))
        partial.append("\"")
        #expect(partial.value == .string(whole ?? cut))
    }

    @Test func `appending takes time in proportion to the piece`() {
        // Quadratic time would be minutes too long.
        var partial = PartialJSON()
        partial.append("{\"a\":[\"")
        for _ in 0..<100_000 { partial.append("wort ") }
        partial.append("\"")
        for index in 0..<100_000 { partial.append(",{\"n\":\(index)}") }
        partial.append("]}")
        #expect(partial.isComplete)
        #expect(partial.value?["a"]?.arrayValue?.count == 100_001)
        #expect(partial.value?["a"]?[0]?.stringValue?.utf8.count == 500_000)
    }
}

extension PartialJSON {
    /// Whether the text, appended byte by byte to another, gives the same.
    fileprivate func isByteByByteTheSame(as text: String) -> Bool {
        var other = PartialJSON()
        for byte in text.utf8 { other.append(utf8: CollectionOfOne(byte)) }
        return other.value == value && other.error == error && other.isComplete == isComplete
    }
}

extension JSONValue? {
    /// Whether the value is `earlier` or goes on from there.
    fileprivate func extends(_ earlier: JSONValue?) -> Bool {
        switch (earlier, self) {
        case (nil, _): true
        case (.string(let old), .string(let new)): new.utf8.starts(with: old.utf8)
        case (.array(let old), .array(let new)):
            new.count >= old.count && zip(old, new).allSatisfy { Optional($1).extends($0) }
        case (.object(let old), .object(let new)):
            new.keys.starts(with: old.keys) && old.allSatisfy { new[$0.key].extends($0.value) }
        default: self == earlier
        }
    }
}

extension SplitMix64 {
    /// The JSON text with white space where it may stand.
    fileprivate mutating func spaced(_ text: String) -> String {
        var result = ""
        var isInString = false
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if !isInString, "{}[]:,".unicodeScalars.contains(scalar) {
                result += ["", "", " ", "\n\t"][below(4)]
                result.unicodeScalars.append(scalar)
                result += ["", "", " ", "\r\n"][below(4)]
                continue
            }
            if scalar == "\"", !isEscaped { isInString.toggle() }
            isEscaped = scalar == "\\" && !isEscaped
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
