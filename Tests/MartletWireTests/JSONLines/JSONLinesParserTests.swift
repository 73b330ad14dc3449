import MartletWire
import Testing

@Suite struct JSONLinesParserTests {
    static let ollama = """
        {"model":"m","message":{"role":"assistant","content":"你"},"done":false}
        {"model":"m","message":{"role":"assistant","content":"🦊"},"done":false}

        {"model":"m","done":true,"eval_count":2}

        """

    static let texts: [(String, [String])] = [
        ("", []),
        ("\n\n", []),
        ("{}", ["{}"]),
        ("{}\n[1]\n", ["{}", "[1]"]),
        ("{}\r\n[1]\r\n", ["{}", "[1]"]),
        ("{}\r", ["{}"]),
        ("\r\r\n \t\r\n{}\n   ", ["{}"]),
        ("{\r}\n", ["{\r}"]),
        ("\u{FEFF}{}\n", ["{}"]),
        (" {}\t\n", [" {}\t"]),
        ("{\"\t\u{1}\u{B}\t\t\t\t\":1}\n{}", ["{\"\t\u{1}\u{B}\t\t\t\t\":1}", "{}"]),
        (ollama, ollama.split(separator: "\n").map(String.init)),
    ]

    @Test(arguments: texts)
    func `T15 each line that is not blank is delivered`(text: String, lines: [String]) {
        let outcome = JSONLinesOutcome(parsing: text)
        #expect(outcome.texts == lines)
        #expect(outcome == JSONLinesOutcome(reference: Array(text.utf8)))
    }

    @Test(arguments: texts)
    func `T01 T15 lines cut at every offset and byte by byte are the same`(text: String, lines: [String]) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count { #expect(JSONLinesOutcome(parsing: bytes, cuts: [cut]).texts == lines) }
        let each = Array(0...bytes.count)
        #expect(JSONLinesOutcome(parsing: bytes, cuts: each).texts == lines)
        #expect(JSONLinesOutcome(parsing: bytes, cuts: each, retaining: false).texts == lines)
        guard bytes.count <= 64 else { return }
        for first in 0...bytes.count {
            for second in first...bytes.count {
                #expect(JSONLinesOutcome(parsing: bytes, cuts: [first, second]).texts == lines)
            }
        }
    }

    @Test func `T15 the last line without a line end comes at the end`() throws {
        var parser = JSONLinesParser()
        parser.append(contentsOf: Array("{}\n[1]".utf8))
        #expect(try parser.next() == Array("{}".utf8)[...])
        #expect(try parser.next() == nil)
        #expect(parser.hasPendingBytes)
        #expect(try parser.finish() == Array("[1]".utf8)[...])
        #expect(try parser.next() == nil)
        #expect(try parser.finish() == nil)
        parser.append(contentsOf: Array("{}\n".utf8))
        #expect(try parser.next() == nil)
    }

    @Test(
        arguments: [
            ("1234\n", 4, nil), ("1234\r\n", 4, nil), ("1234\r\r\n", 4, .lineTooLong), ("12345\n", 4, .lineTooLong),
            ("1\n12345", 4, .lineTooLong), ("1234\r", 4, nil), ("      \n", 4, .lineTooLong),
            ("\u{FEFF}1234\n", 4, nil),
            ("\r\n", -1, nil), ("1", -1, .lineTooLong),
        ] as [(String, Int, WireError.Code?)])
    func `T12 the line limit is exact and does not depend on cuts`(text: String, limit: Int, code: WireError.Code?) {
        let bytes = Array(text.utf8)
        let limits = JSONLinesParser.Limits(lineBytes: limit)
        let whole = JSONLinesOutcome(parsing: bytes, limits: limits)
        #expect(whole.error == code)
        for cut in 0...bytes.count {
            #expect(JSONLinesOutcome(parsing: bytes, cuts: [cut], limits: limits) == whole)
        }
        #expect(JSONLinesOutcome(parsing: bytes, cuts: Array(0...bytes.count), limits: limits) == whole)
    }

    @Test func `T12 the error of a long line stays and drops what is held`() throws {
        var parser = JSONLinesParser(limits: .init(lineBytes: 4))
        parser.append(contentsOf: AnySequence(Array("secret".utf8)))
        let error = try #require(throws: WireError.self) { try parser.next() }
        #expect(error.code == .lineTooLong)
        #expect(!parser.hasPendingBytes)
        #expect(throws: error) { try parser.finish() }
    }

    @Test(.timeLimit(.minutes(5)))
    func `T12 a line of one megabyte fed byte by byte takes linear time`() throws {
        var parser = JSONLinesParser()
        try [UInt8(ascii: "1")].withUnsafeBytes { byte in
            for _ in 0..<(1 << 20) {
                parser.append(byte)
                if try parser.next() != nil { Issue.record("early") }
            }
        }
        #expect(try parser.finish()?.count == 1 << 20)
    }

    /// 4 * 26,000 cases.
    @Test(arguments: [55, 66, 77, 88] as [UInt64])
    func `T01 T03 T15 mutated lines parse the same however they are cut`(seed: UInt64) {
        let seeds = Self.texts.map { Array($0.0.utf8.prefix(48)) }
        var generator = SplitMix64(seed: seed)
        var failures = 0
        for number in 0..<26_000 where failures < 5 {
            let bytes = Mutation.mutate(seeds[generator.below(seeds.count)], using: &generator)
            let isBounded = number % 4 == 0
            let limits = isBounded ? JSONLinesParser.Limits(lineBytes: generator.below(16)) : .init()
            let isByteByByte = number % 16 == 1
            let cuts = isByteByByte ? Array(0..<bytes.count) : Mutation.cuts(of: bytes.count, using: &generator)
            let expected = JSONLinesOutcome(reference: bytes, limits: limits)
            let whole = JSONLinesOutcome(parsing: bytes, limits: limits)
            let cut = JSONLinesOutcome(parsing: bytes, cuts: cuts, limits: limits, retaining: number % 2 == 0)
            if whole != expected || cut != expected {
                failures += 1
                Issue.record("seed \(seed), case \(number), cuts \(cuts), limit \(limits.lineBytes): \(bytes)")
            }
        }
    }
}
