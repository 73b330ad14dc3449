import Testing

@testable import MartletTesting

@Suite struct FaultRequestParserTests {
    private static let chunked =
        "POST /v1/chat?x=1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "5\r\nhello\r\n7;name=value\r\n wörld\r\n0\r\nTrailer: x\r\n\r\n"
    private static let sized = "PUT /é HTTP/1.1\r\ncontent-length:   4  \r\nX: \r\n\r\nab\r\n"
    private static let bare = "\r\nGET / HTTP/1.0\r\n\r\n"

    @Test func `requests are read the same however the bytes are cut`() {
        let bytes = Array((Self.chunked + Self.sized + Self.bare).utf8)
        let expected: [FaultRequestParser.Event] = [
            .request(
                .init(
                    method: "POST", path: "/v1/chat?x=1", version: "HTTP/1.1", names: ["Host", "Transfer-Encoding"],
                    values: ["a", "chunked"], body: Array("hello wörld".utf8))),
            .request(
                .init(
                    method: "PUT", path: "/é", version: "HTTP/1.1", names: ["content-length", "X"], values: ["4", ""],
                    body: Array("ab\r\n".utf8))),
            .request(.init(method: "GET", path: "/", version: "HTTP/1.0")),
        ]
        for cut in 0...bytes.count {
            #expect(events(of: [bytes[..<cut], bytes[cut...]]) == expected, "cut at \(cut)")
        }
        #expect(events(of: bytes.map { [$0] }) == expected)
    }

    @Test func `a client that waits for 100 is seen before its body`() {
        var parser = FaultRequestParser()
        parser.append("POST / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n".utf8)
        #expect(parser.next() == .continueExpected)
        #expect(parser.next() == nil)
        parser.append("ab".utf8)
        guard case .request(let request) = parser.next() else {
            Issue.record("the request is complete")
            return
        }
        #expect(request.body == Array("ab".utf8))
    }

    @Test func `a client that sends its body at once needs no 100`() {
        let text = "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab"
        let seen = events(of: [Array(text.utf8)])
        #expect(seen.count == 1)
        #expect(seen.first != .continueExpected)
    }

    @Test(arguments: [
        "GET /\r\n\r\n",
        "GET / HTTP/2\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\n\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\n: no name\r\n\r\n",
        "GET / HTTP/1.1\r\nname : value\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
    ])
    func `a malformed request is invalid and stays so`(_ text: String) {
        var parser = FaultRequestParser()
        parser.append(text.utf8)
        let first = parser.next()
        guard case .invalid = first else {
            Issue.record("\(String(describing: first))")
            return
        }
        parser.append("GET / HTTP/1.1\r\n\r\n".utf8)
        #expect(parser.next() == first)
    }

    @Test func `a line without end is invalid`() {
        var parser = FaultRequestParser()
        parser.append(repeatElement(UInt8(ascii: "a"), count: FaultRequestParser.maximumLineBytes + 1))
        #expect(parser.next() == .invalid("line is longer than the limit"))
    }

    private func events(of pieces: [some Sequence<UInt8>]) -> [FaultRequestParser.Event] {
        var parser = FaultRequestParser()
        var events: [FaultRequestParser.Event] = []
        for piece in pieces {
            parser.append(piece)
            while let event = parser.next() {
                events.append(event)
                if case .invalid = event { return events }
            }
        }
        return events
    }
}
