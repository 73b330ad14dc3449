import MartletWire
import Testing

/// The rules for lines and fields, one by one.
@Suite struct ServerSentEventFieldTests {
    @Test func `T05 data without a space is accepted`() {
        #expect(ServerSentEventOutcome(parsing: "data:{\"a\":1}\n\n").texts == ["{\"a\":1}"])
    }

    @Test func `T05 only one leading space is removed`() {
        #expect(ServerSentEventOutcome(parsing: "data:   a \n\n").texts == ["  a "])
    }

    @Test(arguments: ["\n", "\r\n", "\r"], ["\n", "\r\n", "\r"])
    func `T06 any mix of line ends is accepted`(first: String, second: String) {
        // CR before LF is one line end, so these two make no blank line.
        let isOneLineEnd = first == "\r" && second == "\n"
        let outcome = ServerSentEventOutcome(parsing: "data: a\(first)\(second)data: b\(first)\(second)")
        #expect(outcome.texts == (isOneLineEnd ? ["a\nb"] : ["a", "b"]))
    }

    @Test func `T06 a CR at the end of a buffer completes the event at once`() throws {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: Array("data: a\r\n\r".utf8))
        #expect(try parser.next()?.text == "a")
        #expect(!parser.hasPendingBytes)
        parser.append(contentsOf: Array("\n".utf8))
        #expect(try parser.next() == nil)
        #expect(!parser.hasPendingBytes)
        parser.append(contentsOf: Array("data: b\r\r".utf8))
        #expect(try parser.next()?.text == "b")
    }

    @Test(arguments: [":", ": ping", ":ping", ": OPENROUTER PROCESSING", ": data: x", "::"])
    func `T07 comments are ignored and counted`(comment: String) {
        let text = "\(comment)\n\ndata: a\n\(comment)\ndata: b\n\n\(comment)\n\n"
        let outcome = ServerSentEventOutcome(parsing: text)
        #expect(outcome.texts == ["a\nb"])
        #expect(outcome.commentCount == 3)
    }

    @Test func `T07 a comment counts before any event is complete`() throws {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: Array(": ping\n".utf8))
        #expect(try parser.next() == nil)
        #expect(parser.commentCount == 1)
        #expect(!parser.hasPendingBytes)
    }

    @Test func `T08 a blank line after an id makes no event but sets the id`() {
        let outcome = ServerSentEventOutcome(parsing: "id: 1\n\n\n\ndata: a\n\nid\n\ndata: b\n\n")
        #expect(outcome.texts == ["a", "b"])
        #expect(outcome.events.map(\.lastEventID) == ["1", ""])
    }

    @Test(arguments: ["event: keepalive\n\n", "event: ping\nid: 3\n\n", "retry: 5\n\n", "\n\n\n", "foo\n\n"])
    func `T09 a block without data makes no event`(block: String) {
        let outcome = ServerSentEventOutcome(parsing: block + "data: a\n\n" + block)
        #expect(outcome.texts == ["a"])
        #expect(outcome.events.map(\.type) == ["message"])
    }

    @Test(arguments: ["data:\n\n", "data: \n\n", "data\n\n"])
    func `T09 an empty data field makes an event with empty data, as the standard says`(block: String) {
        let outcome = ServerSentEventOutcome(parsing: block)
        #expect(outcome.events == [ServerSentEvent(data: [])])
    }

    @Test func `T10 unknown event names and fields do no harm`() {
        let outcome = ServerSentEventOutcome(parsing: "event: x.y\ndata: a\nfoo: b\n\nevents: z\ndatax: c\ndata: d\n\n")
        #expect(outcome.events.map(\.type) == ["x.y", "message"])
        #expect(outcome.texts == ["a", "d"])
    }

    @Test func `T10 the event type is reset after each event and an empty one is message`() {
        let text = "event: a\nevent: b\ndata: 1\n\ndata: 2\n\nevent: b\nevent:\ndata: 3\n\nevent: b\ndata: 4\n\n"
        let outcome = ServerSentEventOutcome(parsing: text)
        #expect(outcome.events.map(\.type) == ["b", "message", "message", "b"])
    }

    @Test func `T10 event types of many lengths are told apart`() {
        let types = ["a", "b", "response.output_text.delta", "response.output_text.deltb", "response.output_text.delt"]
        let all = types + types.reversed() + ["12345678", "12345679", "漢", "字"]
        let outcome = ServerSentEventOutcome(parsing: all.map { "event: \($0)\ndata: x\n\n" }.joined())
        #expect(outcome.events.map(\.type) == all)
    }

    @Test func `T11 several data lines are joined with a newline`() {
        #expect(ServerSentEventOutcome(parsing: "data: a\ndata:\ndata:  b\n\n").texts == ["a\n\n b"])
        #expect(ServerSentEventOutcome(parsing: "data\ndata\n\n").texts == ["\n"])
    }

    @Test func `T11 a byte-order mark is skipped at the very start only`() {
        #expect(ServerSentEventOutcome(parsing: "\u{FEFF}data: a\n\n\u{FEFF}data: b\n\n").texts == ["a"])
    }

    @Test(arguments: [[0xEF], [0xEF, 0xBB], [0xEF, 0xBB, 0xBF], [0xEF, 0xBB, 0x41]] as [[UInt8]])
    func `T11 a cut byte-order mark alone makes no event`(bytes: [UInt8]) {
        #expect(ServerSentEventOutcome(parsing: bytes, cuts: [1]) == ServerSentEventOutcome())
    }

    @Test(
        arguments: [
            ("250", 250), ("0", 0), ("007", 7), (" 5", nil), ("-1", nil), ("+1", nil), ("1.5", nil), ("1e3", nil),
            ("", nil), ("٣", nil), ("9223372036854775807", .max), ("9223372036854775808", nil),
            ("99999999999999999999999", nil),
        ] as [(String, Int?)])
    func `T11 retry takes ASCII digits that fit`(value: String, expected: Int?) {
        #expect(ServerSentEventOutcome(parsing: "retry: \(value)\n").retryMilliseconds == expected)
        let second = ServerSentEventOutcome(parsing: "retry: 9\nretry:\(value.first == " " ? " " : "")\(value)\n")
        #expect(second.retryMilliseconds == expected ?? 9)
    }

    @Test func `T11 the last event id persists and one with NUL is ignored`() {
        let outcome = ServerSentEventOutcome(
            parsing: "data: a\n\nid: 1\ndata: b\n\ndata: c\n\nid: 2\u{0}\ndata: d\n\nid: 漢\ndata: e\n\n"
        )
        #expect(outcome.events.map(\.lastEventID) == ["", "1", "1", "1", "漢"])
        #expect(outcome.lastEventID == "漢")
    }

    @Test(arguments: ["[DONE]", "data:[DONE]", "data: [DONE]"])
    func `T13 the end marker is ordinary data, with or without a space`(line: String) {
        let outcome = ServerSentEventOutcome(parsing: "\(line)\n\n")
        #expect(outcome.texts == (line.hasPrefix("data") ? ["[DONE]"] : []))
    }

    @Test func `T13 the end marker arrives while the connection stays open and bytes after it are parsed`() throws {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: ServerSentEventEncoder.done)
        #expect(try parser.next()?.text == "[DONE]")
        parser.append(contentsOf: Array("\n\ngarbage\n\ndata: late\n\n".utf8))
        #expect(try parser.next()?.text == "late")
    }

    @Test func `T02 invalid UTF-8 is kept in data and replaced in text`() {
        let outcome = ServerSentEventOutcome(parsing: Array("data: ".utf8) + [0xFF, 0xE6, 0xBC] + [10, 10])
        #expect(outcome.events.map { Array($0.data) } == [[0xFF, 0xE6, 0xBC]])
        #expect(outcome.texts == ["\u{FFFD}\u{FFFD}"])
    }
}
