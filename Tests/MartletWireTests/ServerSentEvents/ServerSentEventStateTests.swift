import MartletWire
import Testing

/// What the parser holds, hands out and does at the end.
@Suite struct ServerSentEventStateTests {
    @Test func `T13 an event without its blank line is delivered at the end`() throws {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: Array("id: 1\ndata: a\n\nevent: e\nid: 2\ndata: b\n".utf8))
        #expect(try parser.next()?.text == "a")
        #expect(try parser.next() == nil)
        #expect(parser.hasPendingBytes)
        #expect(try parser.finish() == ServerSentEvent(type: "e", data: Array("b".utf8)[...], lastEventID: "2"))
        // The event may be cut short, so a reconnecting client asks for it again.
        #expect(parser.lastEventID == "1")
        #expect(try parser.next() == nil)
        #expect(try parser.finish() == nil)
        #expect(!parser.hasPendingBytes)
    }

    @Test(arguments: ["", "\n", "event: e\n", "id: 3", "retry: 1", ": c", "foo"])
    func `T13 nothing is delivered at the end without data`(rest: String) throws {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: Array(rest.utf8))
        #expect(try parser.finish() == nil)
        #expect(parser.lastEventID == "")
        #expect(parser.retryMilliseconds == nil)
        #expect(!parser.hasPendingBytes)
    }

    @Test func `T04 events not taken before the end are not lost`() throws {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: Array("data: a\n\ndata: b\n\ndata: c".utf8))
        #expect(try parser.finish()?.text == "a")
        #expect(try parser.next()?.text == "b")
        #expect(try parser.next()?.text == "c")
        #expect(try parser.next() == nil)
    }

    @Test func `bytes after the end are ignored`() throws {
        var parser = ServerSentEventParser()
        #expect(try parser.finish() == nil)
        parser.append(contentsOf: Array("data: a\n\n".utf8))
        #expect(try parser.next() == nil)
        #expect(!parser.hasPendingBytes)
    }

    @Test(arguments: ["d", "data: a", "data: a\n", "event: e\n", "id: 1\n", "\u{FEFF}d", ": "])
    func `an unfinished line or event is pending`(text: String) throws {
        var parser = ServerSentEventParser()
        #expect(!parser.hasPendingBytes)
        parser.append(contentsOf: Array(text.utf8))
        #expect(try parser.next() == nil)
        #expect(parser.hasPendingBytes)
    }

    @Test(arguments: ["", "\n", "data: a\n\n", ": c\n", "event: e\n\n", "id: 1\n\n", "foo\n", "\u{FEFF}"])
    func `nothing is pending between events`(text: String) throws {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: Array(text.utf8))
        while try parser.next() != nil {}
        #expect(!parser.hasPendingBytes)
    }

    @Test func `a retained event keeps its bytes while the parser goes on`() throws {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        for number in 0..<200 {
            parser.append(contentsOf: Array("data: number \(number)\n\ndata: tail".utf8))
            while let event = try parser.next() { events.append(event) }
            parser.append(contentsOf: Array(" \(number)\n\n".utf8))
            while let event = try parser.next() { events.append(event) }
        }
        #expect(events.map(\.text) == (0..<200).flatMap { ["number \($0)", "tail \($0)"] })
    }

    @Test func `the parser may be fed from an event of its own`() throws {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: Array("data: data:inner\n\n".utf8))
        let event = try #require(try parser.next())
        parser.append(contentsOf: event.data)
        parser.append(contentsOf: AnySequence(Array("\n\n".utf8)))
        #expect(try parser.next()?.text == "inner")
        #expect(event.text == "data:inner")
    }

    @Test func `a copy of a parser goes on by itself`() throws {
        var first = ServerSentEventParser()
        first.append(contentsOf: Array("data: a".utf8))
        var second = first
        first.append(contentsOf: Array("b\n\n".utf8))
        second.append(contentsOf: Array("c\n\n".utf8))
        #expect(try first.next()?.text == "ab")
        #expect(try second.next()?.text == "ac")
    }

    @Test func `an event of one data line is not copied`() throws {
        var parser = ServerSentEventParser()
        parser.append(contentsOf: Array("data: a\n\ndata: b\n\n".utf8))
        let first = try #require(try parser.next())
        let second = try #require(try parser.next())
        let distance = first.data.withUnsafeBytes { one in
            second.data.withUnsafeBytes { two in two.baseAddress! - one.baseAddress! }
        }
        #expect(distance == 9)
    }
}
