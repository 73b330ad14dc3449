import MartletAPI
import MartletWire
import NIOCore
import Testing

@testable import MartletServer

@Suite struct EventRelayTests {
    /// What went out for these pieces, the end of the stream included.
    private func relayed(_ pieces: [ByteBuffer], eventLimit: Int = EventRelay.defaultEventLimit) -> String {
        var relay = EventRelay(eventLimit: eventLimit)
        var out = ""
        for piece in pieces { out += relay.relay(piece).map { String(buffer: $0) } ?? "" }
        return out + (relay.finish().map { String(buffer: $0) } ?? "")
    }

    private func relayed(_ pieces: String...) -> String { relayed(pieces.map { ByteBuffer(string: $0) }) }

    /// What a client makes of the bytes.
    private func events(_ text: String) -> [String] {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: Array(text.utf8))
        var events: [String] = []
        while let event = try? parser.next() { events.append(event.text) }
        return events
    }

    private static let chunk =
        #"{"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Grüß 🐦"}}]}"#
    private static let stop = #"{"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
    private static let usage =
        #"{"id":"c","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}"#
    private static let progress =
        #"{"choices":[{"delta":{"role":"assistant","content":null}}],"prompt_progress":{"total":8}}"#

    private static func stream(_ events: [String], lineEnd: String = "\n") -> String {
        events.map { "data: \($0)\(lineEnd)\(lineEnd)" }.joined()
    }

    static let whole: [String] = [
        stream([chunk, chunk, stop, "[DONE]"]),
        stream([chunk, stop, usage, "[DONE]"], lineEnd: "\r\n"),
        stream([chunk, stop, "[DONE]"], lineEnd: "\r"),
        ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n" + stream([chunk, stop, "[DONE]"]),
        "event: message\nid: 7\nretry: 10\ndata: \(chunk)\n\nevent: ping\n\n" + stream([stop, "[DONE]"]),
        "data: {\"choices\":\ndata: []}\n\n:\n\n" + stream([stop, "[DONE]"]) + ": bye\n\n",
        "data:\(chunk)\n\ndata:[DONE]\n\n",
        "\u{FEFF}" + stream([chunk, "[DONE]"]),
    ]

    @Test(arguments: whole)
    func `T01 T02 T03 a complete stream cut at any two bytes goes out as the same bytes`(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(relayed([ByteBuffer(bytes: bytes)]) == text)
        #expect(relayed(bytes.map { ByteBuffer(bytes: [$0]) }) == text)
        for first in 0...bytes.count {
            let pieces = [bytes[..<first], bytes[first...]].map { ByteBuffer(bytes: $0) }
            guard relayed(pieces) == text else {
                Issue.record("cut at \(first): \(relayed(pieces))")
                return
            }
        }
    }

    @Test func `seeded random streams and cuts go out unchanged, and never with half an event`() {
        var random = SeededGenerator(seed: 42)
        for _ in 0..<2_000 {
            let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
            var text = ""
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                switch Int.random(in: 0..<4, using: &random) {
                case 0: text += ": \(Int.random(in: 0..<99, using: &random))\(lineEnd)\(lineEnd)"
                case 1: text += "event: x\(lineEnd)data: \(Self.chunk)\(lineEnd)\(lineEnd)"
                default: text += Self.stream([Self.chunk], lineEnd: lineEnd)
                }
            }
            text += Self.stream([Self.stop, "[DONE]"], lineEnd: lineEnd)
            var rest = Array(text.utf8)[...]
            var relay = EventRelay()
            var out = ""
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...80, using: &random))
                rest = rest.dropFirst(piece.count)
                guard let bytes = relay.relay(ByteBuffer(bytes: piece)) else { continue }
                out += String(buffer: bytes)
                // Whatever has gone out, an error behind it is an event of its own.
                let broken = out + String(buffer: relay.fail(ErrorBody(message: "broken")))
                guard events(broken).last?.contains("broken") == true, events(broken).count == events(out).count + 1
                else {
                    Issue.record("an error did not stand alone behind \(out)")
                    return
                }
            }
            out += relay.finish().map { String(buffer: $0) } ?? ""
            guard out == text else {
                Issue.record("\(text) became \(out)")
                return
            }
        }
    }

    @Test func `half an event is held back until its end comes`() {
        var relay = EventRelay()
        #expect(relay.relay(ByteBuffer(string: "data: {\"choi")) == nil)
        #expect(relay.relay(ByteBuffer(string: "ces\":[]}\n")) == nil)
        #expect(relay.relay(ByteBuffer(string: "\ndata: x")).map { String(buffer: $0) } == "data: {\"choices\":[]}\n\n")
    }

    @Test func `progress events become comments without a blank line behind them`() {
        let out = relayed(
            Self.stream([Self.progress]), Self.stream([Self.progress, Self.progress]),
            Self.stream([Self.chunk, Self.stop, "[DONE]"]))
        let comment = ": reading the prompt\n"
        #expect(out == comment + comment + comment + Self.stream([Self.chunk, Self.stop, "[DONE]"]))
        #expect(events(out) == [Self.chunk, Self.stop, "[DONE]"])
    }

    @Test func `T68 each progress event shows at once, cut at any byte`() {
        let text = Self.stream([Self.progress, Self.progress, Self.chunk, Self.stop, "[DONE]"])
        for cut in 0...text.utf8.count {
            let bytes = Array(text.utf8)
            let out = relayed([bytes[..<cut], bytes[cut...]].map { ByteBuffer(bytes: $0) })
            #expect(events(out) == [Self.chunk, Self.stop, "[DONE]"], "cut at \(cut)")
            #expect(!out.contains("prompt_progress"))
        }
        var relay = EventRelay()
        let first = relay.relay(ByteBuffer(string: Self.stream([Self.progress])))
        #expect(first.map { String(buffer: $0) } == ": reading the prompt\n")
    }

    @Test func `an answer that talks of progress is no progress event`() {
        let talk = #"{"choices":[{"index":0,"delta":{"content":"\"prompt_progress\""}}]}"#
        let text = Self.stream([talk, Self.stop, "[DONE]"])
        #expect(relayed(text) == text)
        let later = Self.stream([Self.chunk, Self.progress, Self.stop, "[DONE]"])
        #expect(relayed(later) == later)
    }

    @Test(arguments: [stop, usage])
    func `T14 an answer that is complete but for DONE gets it`(_ last: String) {
        let text = Self.stream([Self.chunk, last])
        #expect(relayed(text) == text + "data: [DONE]\n\n")
        #expect(relayed(Self.stream([Self.chunk]), Self.stream([last])) == text + "data: [DONE]\n\n")
        // Signs of life behind it do not hide it.
        #expect(relayed(text, ":\n\n", ": ping\n\n", ":\n\n") == text + ":\n\n: ping\n\n:\n\ndata: [DONE]\n\n")
    }

    @Test(arguments: [
        "", ": hello\n\n", stream([chunk]), stream([progress]), stream([chunk]) + ":\n\n",
        // The model may say so; that does not make it so.
        stream([#"{"choices":[{"delta":{"content":"[DONE]"}}]}"#]),
        "data: \(chunk)\n\ndata: {\"choices\":[{\"delta\":{\"cont",
        "<html>not a stream</html>",
    ])
    func `T73 an answer that just ends gets an error and no DONE`(_ text: String) throws {
        let out = relayed(text)
        let last = try #require(events(out).last)
        let error = try #require(ErrorBody(JSONValue(json: last)))
        #expect(error.code == "answer_truncated")
        #expect(!events(out).contains("[DONE]"))
        // What the client has before the error is whole events.
        for event in events(out) { #expect(throws: Never.self) { try JSONValue(json: event) } }
    }

    @Test func `an error of the engine's own is passed on and nothing is put behind it`() {
        let text = Self.stream([Self.chunk, #"{"error":{"message":"overloaded","code":529}}"#])
        #expect(relayed(text) == text)
    }

    @Test func `a last event without its blank line is passed on whole`() {
        #expect(
            relayed(Self.stream([Self.chunk, Self.stop]) + "data: [DONE]")
                == Self.stream([Self.chunk, Self.stop, "[DONE]"]))
        #expect(
            relayed(Self.stream([Self.chunk]) + "data: \(Self.stop)\n") == Self.stream([Self.chunk])
                + "data: \(Self.stop)\n\n\ndata: [DONE]\n\n")
    }

    @Test func `T12 a huge event is passed on once, and the time it takes grows with its size only`() {
        let event =
            Array("data: {\"choices\":[{\"delta\":{\"content\":\"".utf8) + [UInt8](repeating: 0x41, count: 8 << 20)
            + Array("\"}}]}\n\n".utf8)
        var relay = EventRelay()
        var out = ByteBuffer()
        let start = ContinuousClock.now
        var rest = event[...]
        while !rest.isEmpty {
            if var bytes = relay.relay(ByteBuffer(bytes: rest.prefix(2_048))) { out.writeBuffer(&bytes) }
            rest = rest.dropFirst(2_048)
        }
        #expect(out == ByteBuffer(bytes: event))
        // 4,000 pieces: looking at everything again with each would be 17 billion bytes, minutes in a debug build.
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test func `an event beyond the limit is passed on in pieces, and an error behind it stands alone`() throws {
        let long = "data: {\"text\":\"" + String(repeating: "x", count: 100)
        var relay = EventRelay(eventLimit: 64)
        #expect(relay.relay(ByteBuffer(string: long)).map { String(buffer: $0) } == long)
        #expect(relay.relay(ByteBuffer(string: "yy")) == nil)
        let out = long + String(buffer: relay.fail(ErrorBody(message: "broken")))
        #expect(events(out).last?.contains("broken") == true)
        #expect(
            relayed(
                [long, "yy\"}\n\n", Self.stream([Self.stop, "[DONE]"])].map { ByteBuffer(string: $0) }, eventLimit: 64)
                == long + "yy\"}\n\n" + Self.stream([Self.stop, "[DONE]"]))
        #expect(events(relayed([ByteBuffer(string: long)], eventLimit: 64)).last?.contains("answer_truncated") == true)
    }
}
