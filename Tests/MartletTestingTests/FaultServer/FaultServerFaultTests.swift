import MartletTesting
import NIOCore
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Each fault, seen from the client's side.
@Suite(.timeLimit(.minutes(1))) struct FaultServerFaultTests {
    @Test func `a body is cut at every byte`() async throws {
        let response = FaultResponse(
            framing: .chunked, steps: [.bytesCut(Array("héllo".utf8), every: 4), .bytesCut([65, 66], every: 0)])
        try await withFaultServer([response]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                let head = try await client.read(through: "\r\n\r\n")
                #expect(head.contains("Transfer-Encoding: chunked\r\n"))
                let body = "4\r\nhél\r\n2\r\nlo\r\n1\r\nA\r\n1\r\nB\r\n0\r\n\r\n"
                #expect(try await client.read(body.utf8.count) == body)
            }
        }
    }

    @Test func `a delay is at least as long as asked`() async throws {
        let delay = Duration.milliseconds(120)
        try await withFaultServer([FaultResponse(steps: [.delay(delay), .bytes([65])])]) { server in
            try await RawClient.connect(to: server.port) { client in
                let clock = ContinuousClock()
                let start = clock.now
                try await client.get()
                // The head does not wait for the first step.
                _ = try await client.read(through: "\r\n\r\n")
                #expect(try await client.read(1) == "A")
                #expect(clock.now - start >= delay)
            }
        }
    }

    @Test func `a held body goes on when the gate opens`() async throws {
        let gate = FaultGate()
        let response = FaultResponse(steps: [.bytes([65]), .hold(gate), .bytes([66])])
        try await withFaultServer([response]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                _ = try await client.read(through: "\r\n\r\n")
                #expect(try await client.read(1) == "A")
                await gate.waitUntilReached()
                gate.open()
                #expect(try await client.read(1) == "B")
            }
        }
    }

    @Test func `T43 a reset is a reset, after the bytes before it`() async throws {
        let gate = FaultGate()
        let response = FaultResponse(framing: .chunked, steps: [.bytes([65]), .hold(gate), .reset, .bytes([66])])
        try await withFaultServer([response]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                _ = try await client.read(through: "1\r\nA\r\n")
                gate.open()
                let (text, error) = await client.readToFailure()
                #expect(text.isEmpty)
                #expect((error as? IOError)?.errnoCode == ECONNRESET)
            }
        }
    }

    @Test func `a reset may come before the status line`() async throws {
        try await withFaultServer([FaultResponse(framing: .raw, steps: [.reset])]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                let (text, error) = await client.readToFailure()
                #expect(text.isEmpty)
                #expect((error as? IOError)?.errnoCode == ECONNRESET)
            }
        }
    }

    @Test(arguments: [
        (FaultResponse.Framing.contentLength, "Content-Length: 3\r\n\r\nA"),
        (.chunked, "Transfer-Encoding: chunked\r\n\r\n1\r\nA\r\n"),
    ])
    func `T14 a close leaves the body incomplete`(_ framing: FaultResponse.Framing, _ end: String) async throws {
        let response = FaultResponse(framing: framing, steps: [.bytes([65]), .close, .bytes([66, 67])])
        try await withFaultServer([response]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                let (text, error) = await client.readToFailure()
                #expect(error == nil)
                #expect(text.hasSuffix(end))
                #expect(!text.contains("Connection: close"))
            }
        }
    }

    @Test func `a refused request gets no byte`() async throws {
        try await withFaultServer([.refuse()]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                let (text, error) = await client.readToFailure()
                #expect(text.isEmpty)
                #expect(error == nil)
            }
            #expect(server.requestCount == 1)
        }
    }

    @Test func `a body without length ends with the connection`() async throws {
        let response = FaultResponse(framing: .untilClose, steps: [.bytes([65]), .bytes([66])])
        try await withFaultServer([response]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                #expect(try await client.readToEnd() == "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nAB")
            }
        }
    }

    @Test func `raw steps write everything themselves`() async throws {
        let raw = FaultResponse(
            framing: .raw, steps: [.bytes(Array("HTTP/1.1 200\n\nnot quite HTTP".utf8))], keepAlive: false)
        try await withFaultServer([raw]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get(method: "HEAD")
                #expect(try await client.readToEnd() == "HTTP/1.1 200\n\nnot quite HTTP")
            }
        }
    }

    @Test func `a half-closed connection ends for the client and stays open for the server`() async throws {
        let gate = FaultGate()
        let response = FaultResponse(steps: [.bytes([65]), .shutdownWrite, .bytes([66]), .hold(gate)])
        try await withFaultServer([response]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                await gate.waitUntilReached()
                gate.open()
                #expect(try await client.readToEnd().hasSuffix("Content-Length: 2\r\n\r\nA"))
            }
            try await server.waitForDisconnect(ofRequest: 0)
        }
    }

    @Test func `T49 silence lasts until the client leaves`() async throws {
        let response = FaultResponse.eventStream(["data: 1\n\n"], then: [.silence, .bytes([65])])
        try await withFaultServer([response]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                _ = try await client.read(through: "data: 1\n\n\r\n")
                #expect(server.openConnectionCount == 1)
            }
            try await server.waitForDisconnect(ofRequest: 0)
            #expect(server.openConnectionCount == 0)
        }
    }

    @Test func `a kept-alive connection can be dropped without notice`() async throws {
        try await withFaultServer([FaultResponse(steps: [.bytes([65]), .close]), .text("again")]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                let response = try await client.response()
                #expect(response.body == "A")
                #expect(!response.head.contains("Connection"))
                #expect(try await client.readToEnd().isEmpty)
            }
        }
    }
}
