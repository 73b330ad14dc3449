import MartletWire
import Testing

@Suite struct ServerSentEventEncoderTests {
    private func encode(_ data: String, event: String? = nil, id: String? = nil) -> String {
        var output: [UInt8] = []
        ServerSentEventEncoder.encode(data: data.utf8, event: event, id: id, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func `T05 data is written with a space after the colon`() {
        #expect(encode("{}") == "data: {}\n\n")
        #expect(encode("") == "data: \n\n")
    }

    @Test func `event and id come before the data`() {
        #expect(encode("{}", event: "e", id: "1") == "event: e\nid: 1\ndata: {}\n\n")
    }

    @Test(arguments: ["a\nb", "a\rb", "a\r\nb"])
    func `T11 a line end in the data makes another data line`(data: String) {
        #expect(encode(data) == "data: a\ndata: b\n\n")
        #expect(encode(data + "\n") == "data: a\ndata: b\ndata: \n\n")
    }

    @Test func `a name or id cannot add fields of its own`() {
        let output = encode("x", event: "e\ndata: forged", id: "1\r\n\r\ndata: forged")
        #expect(output == "event: e data: forged\nid: 1    data: forged\ndata: x\n\n")
        #expect(encode("x", id: "a\u{0}b") == "data: x\n\n")
    }

    @Test func `T07 a comment has no blank line after it`() {
        var output: [UInt8] = []
        ServerSentEventEncoder.encodeComment("ping", into: &output)
        ServerSentEventEncoder.encodeComment("a\nb", into: &output)
        ServerSentEventEncoder.encodeComment("", into: &output)
        #expect(String(decoding: output, as: UTF8.self) == ": ping\n: a\n: b\n: \n")
        #expect(ServerSentEventOutcome(parsing: output).commentCount == 4)
        #expect(ServerSentEventOutcome(parsing: output).events.isEmpty)
    }

    @Test func `T13 the end marker is an event`() {
        #expect(String(decoding: ServerSentEventEncoder.done, as: UTF8.self) == "data: [DONE]\n\n")
    }

    @Test func `data without contiguous storage is written the same`() {
        var output: [UInt8] = []
        ServerSentEventEncoder.encode(data: AnySequence(Array("a\nb".utf8)), into: &output)
        #expect(output == Array("data: a\ndata: b\n\n".utf8))
    }

    @Test func `what is encoded is parsed again`() {
        var generator = SplitMix64(seed: 1)
        let pieces = ["a", "\n", "\r", "\r\n", " ", ":", "漢", "🦊", "\t", "\u{0}", "data: ", "\u{FEFF}", "01234567"]
        for _ in 0..<2000 {
            var output: [UInt8] = []
            var expected: [ServerSentEvent] = []
            for _ in 0..<3 {
                let data = (0..<generator.below(12)).map { _ in pieces[generator.below(pieces.count)] }.joined()
                let event = generator.below(2) == 0 ? nil : "type \(generator.below(3))"
                let id = "\(generator.below(9))"
                ServerSentEventEncoder.encode(data: data.utf8, event: event, id: id, into: &output)
                ServerSentEventEncoder.encodeComment("ping", into: &output)
                let normal = normal(Array(data.utf8))[...]
                expected.append(ServerSentEvent(type: event ?? "message", data: normal, lastEventID: id))
            }
            let cuts = Mutation.cuts(of: output.count, using: &generator)
            #expect(ServerSentEventOutcome(parsing: output, cuts: cuts).events == expected)
        }
    }

    /// Every kind of line end as LF.
    private func normal(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if byte == 10, index > 0, bytes[index - 1] == 13 { continue }
            result.append(byte == 13 ? 10 : byte)
        }
        return result
    }
}
