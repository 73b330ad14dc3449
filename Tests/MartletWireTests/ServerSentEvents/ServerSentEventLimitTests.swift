import MartletWire
import Testing

/// Bounds on memory, and time that is linear in the input.
@Suite struct ServerSentEventLimitTests {
    @Test(
        arguments: [
            ("data: abcd\n\n", 10, 4, nil),
            ("data: abcd\n\n", 9, 4, .lineTooLong),
            ("data: abcd\n\n", 10, 3, .eventTooLong),
            ("data: abcd", 9, 4, .lineTooLong),
            ("data: ab\ndata: c\n\n", 10, 4, nil),
            ("data: ab\ndata: cd\n\n", 10, 4, .eventTooLong),
            (": a long comment\n", 10, 4, .lineTooLong),
            ("data: abcd\r\n\r\n", 10, 4, nil),
            ("\u{FEFF}data: abcd\n\n", 10, 4, nil),
            ("d", 0, 0, .lineTooLong),
            ("\n\n", -1, -1, nil),
            ("data: abcd\n\ndata: efgh\n\n", 10, 4, nil),
        ] as [(String, Int, Int, WireError.Code?)])
    func `T12 a limit is exact and does not depend on cuts`(
        text: String,
        lineBytes: Int,
        eventBytes: Int,
        code: WireError.Code?
    ) {
        let bytes = Array("data:1\n\n\(text)".utf8)
        let start = Array("data:1\n\n".utf8).count
        let limits = ServerSentEventParser.Limits(lineBytes: lineBytes, eventBytes: eventBytes)
        let input = lineBytes < 6 || text.hasPrefix("\u{FEFF}") ? Array(bytes[start...]) : bytes
        let whole = ServerSentEventOutcome(parsing: input, limits: limits)
        #expect(whole.error == code)
        for cut in 0...input.count {
            #expect(ServerSentEventOutcome(parsing: input, cuts: [cut], limits: limits) == whole)
        }
        let each = Array(0...input.count)
        #expect(ServerSentEventOutcome(parsing: input, cuts: each, limits: limits) == whole)
    }

    @Test func `an error comes after the events before it, stays, and drops what is held`() throws {
        var parser = ServerSentEventParser(limits: .init(lineBytes: 8, eventBytes: 100))
        parser.append(contentsOf: Array("data: a\n\ndata: secret".utf8))
        #expect(try parser.next()?.text == "a")
        let error = try #require(throws: WireError.self) { try parser.next() }
        #expect(error.code == .lineTooLong)
        #expect(error.limit == 8)
        #expect(!"\(error)".contains("secret"))
        #expect(!parser.hasPendingBytes)
        parser.append(contentsOf: Array("\n\ndata: b\n\n".utf8))
        #expect(!parser.hasPendingBytes)
        #expect(throws: error) { try parser.next() }
        #expect(throws: error) { try parser.finish() }
    }

    @Test func `default limits are 64 MiB`() {
        let limits = ServerSentEventParser.Limits()
        #expect(limits.lineBytes == 64 << 20)
        #expect(limits.eventBytes == 64 << 20)
        #expect(JSONLinesParser.Limits().lineBytes == 64 << 20)
    }

    @Test(.timeLimit(.minutes(5)), arguments: [1 << 10, 16 << 10, 64 << 10, 12 << 20])
    func `T12 a line of eight megabytes is delivered whole`(piece: Int) throws {
        let payload = [UInt8](repeating: UInt8(ascii: "A"), count: 8 << 20)
        let input = Array("data: x\n\ndata: ".utf8) + payload + Array("\n\ndata: y\n\n".utf8)
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        for start in stride(from: 0, to: input.count, by: piece) {
            parser.append(contentsOf: input[start..<min(input.count, start + piece)])
            while let event = try parser.next() { events.append(event) }
        }
        #expect(events.map(\.data.count) == [1, 8 << 20, 1])
        #expect(events[1].data == payload[...])
    }

    // Quadratic work would be 4 * 10^12 steps here, so these would never end.
    @Test(.timeLimit(.minutes(5)))
    func `T12 a line of two megabytes fed byte by byte takes linear time`() throws {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: Array("data: x\n\ndata: ".utf8))
        #expect(try parser.next()?.text == "x")
        let byte: [UInt8] = [UInt8(ascii: "A")]
        var early = false
        try byte.withUnsafeBytes { byte in
            for _ in 0..<(2 << 20) {
                parser.append(byte)
                if try parser.next() != nil { early = true }
            }
        }
        #expect(!early)
        parser.append(contentsOf: [10, 10])
        #expect(try parser.next()?.data.count == 2 << 20)
    }

    @Test(.timeLimit(.minutes(5)))
    func `T04 T12 a buffer of a hundred thousand events takes linear time`() throws {
        var parser = ServerSentEventParser()
        let one = Array("data: {\"a\":1}\n\n".utf8)
        parser.append(contentsOf: Array(repeatElement(one, count: 100_000).joined()))
        var count = 0
        while let event = try parser.next() { count += event.data.count == 7 ? 1 : 0 }
        #expect(count == 100_000)
    }

    @Test(.timeLimit(.minutes(5)))
    func `T12 an event of a hundred thousand data lines takes linear time`() throws {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: Array(repeatElement(Array("data: ab\n".utf8), count: 100_000).joined()))
        #expect(try parser.next() == nil)
        #expect(try parser.finish()?.data.count == 299_999)
    }
}
