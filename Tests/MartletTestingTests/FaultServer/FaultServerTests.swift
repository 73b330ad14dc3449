import MartletTesting
import NIOCore
import Testing

/// What a well-behaved server does.
@Suite(.timeLimit(.minutes(1))) struct FaultServerTests {
    @Test func `a request is answered and recorded as it was sent`() async throws {
        try await withFaultServer([.json(#"{"a":1}"#, status: 429, headers: [("Retry-After", "2")])]) { server in
            let response = try await RawClient.connect(to: server.port) { client in
                try await client.send(
                    "POST /v1/x?y=z HTTP/1.1\r\nHost: a\r\nX-One: é\r\nContent-Length: 4\r\n\r\nböd")
                return try await client.response()
            }
            #expect(response.status == 429)
            #expect(response.head.contains("\r\nContent-Type: application/json\r\nRetry-After: 2\r\n"))
            #expect(response.body == #"{"a":1}"#)
            let request = try #require(server.requests.first)
            #expect(request.index == 0)
            #expect(request.connection == 0)
            #expect(request.method == "POST")
            #expect(request.path == "/v1/x?y=z")
            #expect(request.headers.map(\.name) == ["Host", "X-One", "Content-Length"])
            #expect(request.header("x-ONE") == "é")
            #expect(request.header("x-two") == nil)
            #expect(request.bodyText == "böd")
            #expect(request.receivedAt <= .now)
            #expect(server.baseURL == "http://127.0.0.1:\(server.port)")
        }
    }

    @Test func `a connection serves several requests, pipelined or not`() async throws {
        try await withFaultServer {
            .text("\($0.path) \($0.index)")
        } _: { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get("/a")
                #expect(try await client.response().body == "/a 0")
                try await client.get("/b")
                #expect(try await client.response().body == "/b 1")
                try await client.send("GET /c HTTP/1.1\r\n\r\nGET /d HTTP/1.1\r\n\r\n")
                #expect(try await client.response().body == "/c 2")
                #expect(try await client.response().body == "/d 3")
            }
            #expect(server.connectionCount == 1)
            #expect(server.requests.map(\.connection) == [0, 0, 0, 0])
        }
    }

    @Test func `request n gets response n and the last one from there on`() async throws {
        try await withFaultServer([.text("first"), .text("then")]) { server in
            var bodies: [String] = []
            for _ in 0..<3 {
                bodies.append(
                    try await RawClient.connect(to: server.port) { client in
                        try await client.get()
                        return try await client.response().body
                    })
            }
            #expect(bodies == ["first", "then", "then"])
            #expect(server.connectionCount == 3)
            #expect(server.requests.map(\.connection) == [0, 1, 2])
        }
    }

    @Test func `an empty list of responses is an error`() async throws {
        let error = await #expect(throws: FaultServerError.self) {
            try await withFaultServer([]) { _ in }
        }
        #expect(error?.code == .noResponses)
    }

    @Test func `a chunked request body is put together`() async throws {
        try await withFaultServer {
            .text($0.bodyText)
        } _: { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get(method: "POST", headers: "Transfer-Encoding: chunked\r\n")
                try await client.send("3\r\nabc\r\n")
                try await client.send("2\r\nde\r\n0\r\n\r\n")
                #expect(try await client.response().body == "abcde")
            }
        }
    }

    @Test func `a client that expects 100 gets it before its body`() async throws {
        try await withFaultServer {
            .text($0.bodyText)
        } _: { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get(method: "PUT", headers: "Content-Length: 3\r\nExpect: 100-continue\r\n")
                #expect(try await client.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                #expect(server.requestCount == 0)
                try await client.send("abc")
                #expect(try await client.response().body == "abc")
            }
        }
    }

    @Test(arguments: [FaultResponse.Framing.contentLength, .chunked])
    func `HEAD gets the headers of the body and no body`(_ framing: FaultResponse.Framing) async throws {
        let response = FaultResponse(
            framing: framing, steps: [.bytes([65]), .bytesCut([66], every: 1), .repeated([67], count: 3)])
        try await withFaultServer([response]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get(method: "HEAD")
                let head = try await client.response(hasBody: false).head
                #expect(head.contains(framing == .chunked ? "chunked" : "Content-Length: 5"))
                try await client.get(method: "GET")
                #expect(try await client.response().body == "ABCCC")
            }
        }
    }

    @Test func `a connection is closed when either side says so`() async throws {
        var closing = FaultResponse.text("bye")
        closing.keepAlive = false
        try await withFaultServer([closing, .text("more")]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                let text = try await client.readToEnd()
                #expect(text.contains("Connection: close\r\n"))
                #expect(text.hasSuffix("bye"))
            }
            try await RawClient.connect(to: server.port) { client in
                try await client.get(headers: "Connection: Close\r\n")
                #expect(try await client.readToEnd().hasSuffix("more"))
            }
            try await RawClient.connect(to: server.port) { client in
                try await client.send("GET / HTTP/1.0\r\n\r\n")
                #expect(try await client.readToEnd().hasSuffix("more"))
            }
        }
    }

    @Test func `a malformed request is told what is wrong`() async throws {
        try await withFaultServer([.text("never")]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.send("HELLO\r\n\r\n")
                let text = try await client.readToEnd()
                #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
                #expect(text.hasSuffix("request line is not METHOD SP TARGET SP HTTP/1.x: HELLO\n"))
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a big body is streamed without being held`() async throws {
        let piece = [UInt8](repeating: 7, count: 1 << 20)
        let count = 128
        try await withFaultServer([FaultResponse(steps: [.repeated(piece, count: count)])]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                let head = try await client.read(through: "\r\n\r\n")
                #expect(head.contains("Content-Length: \(piece.count * count)\r\n"))
                var received = 0
                while received < piece.count * count, let buffer = try await client.next() {
                    received += buffer.readableBytes
                }
                #expect(received == piece.count * count)
            }
            try await server.waitForDisconnect(ofRequest: 0)
            #expect(server.bytesSent > piece.count * count)
        }
    }

    @Test func `small copies are chunks of their own, the last batch too`() async throws {
        let count = 70_000
        let stream = FaultResponse(framing: .chunked, steps: [.repeated(Array("ab".utf8), count: count)])
        try await withFaultServer([stream]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get(headers: "Connection: close\r\n")
                _ = try await client.read(through: "\r\n\r\n")
                let body = try await client.readToEnd()
                #expect(body == String(repeating: "2\r\nab\r\n", count: count) + "0\r\n\r\n")
            }
        }
    }

    @Test func `a client that does not read stops the server`() async throws {
        let endless = FaultResponse(
            framing: .chunked, steps: [.repeated([UInt8](repeating: 1, count: 1 << 20), count: .max)])
        try await withFaultServer {
            $0.path == "/endless" ? endless : .text("ok")
        } _: { server in
            try await RawClient.connect(to: server.port) { slow in
                try await slow.get("/endless")
                _ = try await slow.read(through: "\r\n\r\n")
                try await RawClient.connect(to: server.port) { other in
                    for _ in 0..<200 {
                        try await other.get()
                        #expect(try await other.response().body == "ok")
                    }
                }
                // Linux lets a socket pair hold some tens of megabytes.
                #expect(server.bytesSent < 128 << 20)
            }
            try await server.waitForDisconnect(ofRequest: 0)
        }
    }

    @Test func `a thousand connections are held at once, and each may leave when it likes`() async throws {
        let gate = FaultGate()
        let count = 1000
        let response = FaultResponse.eventStream(
            ["data: 1\n\n"], then: [.hold(gate), .bytes(Array("data: 2\n\n".utf8))])
        try await withFaultServer([response]) { server in
            let port = server.port
            let finished = try await withThrowingTaskGroup(of: Bool.self) { group in
                let leave = FaultGate()
                for number in 0..<count {
                    group.addTask {
                        try await RawClient.connect(to: port) { client in
                            try await client.get("/\(number)")
                            _ = try await client.read(through: "data: 1\n\n")
                            if number.isMultiple(of: 2) {
                                await leave.wait()
                                return false
                            }
                            let rest = try await client.read(through: "0\r\n\r\n")
                            return rest.contains("data: 2\n\n")
                        }
                    }
                }
                try await server.waitForRequests(count, timeout: .seconds(30))
                try await server.waitForOpenConnections(count)
                leave.open()
                try await server.waitForOpenConnections(count / 2, timeout: .seconds(30))
                gate.open()
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(finished == count / 2)
            #expect(server.connectionCount == count)
            #expect(Set(server.requests.map(\.path)).count == count)
            #expect(server.requests.map(\.index) == Array(0..<count))
            try await server.waitForOpenConnections(0)
        }
    }

    @Test func `only the newest requests are kept when asked`() async throws {
        let server = try await FaultServer.start(keepingRequests: 2, [.text("ok")])
        try await RawClient.connect(to: server.port) { client in
            for number in 0..<5 {
                try await client.get("/\(number)")
                _ = try await client.response()
            }
        }
        #expect(server.requests.map(\.path) == ["/3", "/4"])
        #expect(server.requests.map(\.index) == [3, 4])
        #expect(server.requestCount == 5)
        try await server.waitForDisconnect(ofRequest: 0)
        try await server.shutdown()
    }
}
