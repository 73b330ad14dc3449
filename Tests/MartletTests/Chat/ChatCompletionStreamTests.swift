import HTTPTypes
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// A streamed answer over HTTP: how it begins, how it ends.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct ChatCompletionStreamTests {
    private func texts(_ stream: ChatCompletionStream) async throws -> [String] {
        var texts: [String] = []
        for try await chunk in stream { texts.append(chunk.text) }
        return texts
    }

    @Test func `a stream delivers its chunks and the connection is used again`() async throws {
        try await withClient(of: [.eventStream(Sample.events)]) { client, server in
            for _ in 0..<30 {
                let stream = try await client.chat.completions.stream(Sample.request)
                #expect(stream.metadata.status == 200)
                #expect(try await texts(stream).joined() == Sample.eventsText)
            }
            let completion = try await client.streamed()
            #expect(completion.text == Sample.eventsText)
            #expect(completion.finishReason == .stop)
            #expect(server.requestCount == 31)
            // A stream is over with `[DONE]`. The end of its body may come after the next request has gone out.
            #expect(server.connectionCount < 10)
        }
    }

    @Test func `chunks arrive one by one and not at the end`() async throws {
        let gates = [FaultGate(), FaultGate()]
        let response = FaultResponse(
            headers: [("Content-Type", "text/event-stream")], framing: .chunked,
            steps: [
                .bytes(Array(Sample.event("a").utf8)), .hold(gates[0]), .bytes(Array(Sample.event("b").utf8)),
                .hold(gates[1]), .bytes(Array(Sample.event("c", finish: "stop").utf8)),
            ])
        try await withClient(of: [response]) { client, _ in
            var iterator = try await client.chat.completions.stream(Sample.request).makeAsyncIterator()
            #expect(try await iterator.next()?.text == "a")
            gates[0].open()
            #expect(try await iterator.next()?.text == "b")
            gates[1].open()
            #expect(try await iterator.next()?.text == "c")
            #expect(try await iterator.next() == nil)
            #expect(try await iterator.next() == nil)
        }
    }

    // MARK: T13

    @Test func `T13 a connection held open after done does not hold the stream`() async throws {
        try await withClient(of: [.eventStream(Sample.events, then: [.silence])]) { client, server in
            let stream = try await client.chat.completions.stream(Sample.request)
            let text = try await within { try await stream.collect().text }
            #expect(text == Sample.eventsText)
            // The rest is waited for only shortly: then the connection is given up.
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
        }
    }

    @Test func `T13 bytes after done are let pass and the connection is used again`() async throws {
        let rest = String(repeating: ": and more\n\n", count: 30_000)
        try await withClient(of: [.eventStream(Sample.events + [rest, rest, "data: {no"])]) { client, server in
            for _ in 0..<3 {
                let stream = try await client.chat.completions.stream(Sample.request)
                #expect(try await texts(stream).joined() == Sample.eventsText)
            }
            #expect(server.requestCount == 3)
        }
    }

    @Test func `T13 the connection is used again when only the end of the body follows done late`() async throws {
        let gate = FaultGate()
        try await withClient(of: [.eventStream(Sample.events, then: [.hold(gate)])]) { client, server in
            _ = try await client.streamed()
            gate.open()
            try await eventually("the connection is free") {
                _ = try await client.streamed()
                return server.connectionCount < server.requestCount
            }
        }
    }

    // MARK: T14

    @Test(
        arguments: [
            ([Sample.event("Hi", finish: "stop")], nil),
            ([Sample.event("Hi"), Sample.done], nil),
            ([Sample.event("Hi"), #"data: {"choices":[],"usage":{"prompt_tokens":1}}"# + "\n\n"], nil),
            ([Sample.event("Hi")], MartletError.Code.truncated),
            ([], .truncated),
            ([": ping\n\n"], .truncated),
        ] as [([String], MartletError.Code?)])
    func `T14 a clean end is a success only after a terminal marker`(
        _ events: [String], _ code: MartletError.Code?
    ) async throws {
        try await withClient(of: [.eventStream(events)]) { client, server in
            let stream = try await client.chat.completions.stream(Sample.request)
            if let code {
                let error = try await errorOf { try await stream.collect() }
                #expect(error.code == code)
                #expect(error.partial?.text == (events.contains { $0.contains("Hi") } ? "Hi" : nil))
                #expect(error.isRetryable)
            } else {
                #expect(try await stream.collect().text == "Hi")
            }
            #expect(server.requestCount == 1)
        }
    }

    @Test func `T14 a body without length that ends after a finish reason is complete`() async throws {
        let response = FaultResponse(
            headers: [("Content-Type", "text/event-stream")], framing: .untilClose,
            steps: [.bytes(Array(Sample.event("Hi", finish: "stop").utf8))])
        try await withClient(of: [response]) { client, _ in
            let text = try await client.streamed().text
            #expect(text == "Hi")
        }
    }

    // MARK: T15, T16

    @Test(arguments: StreamBody.all)
    func `T15 T16 a body is understood whatever its framing and wherever it is cut`(_ body: StreamBody) async throws {
        for every in [1, 7, 1_000_000] {
            let response = FaultResponse(
                headers: [("Content-Type", body.contentType)], framing: .chunked,
                steps: [.bytesCut(body.bytes, every: every)])
            try await withClient(of: [response]) { client, _ in
                let text = try await client.streamed().text
                #expect(text == body.text)
            }
        }
    }

    @Test(arguments: StreamBody.failing)
    func `T15 T39 T42 an error in a good answer is thrown in the server's words`(_ body: StreamBody) async throws {
        let response = FaultResponse(
            headers: [("Content-Type", body.contentType), ("X-Request-ID", "req-7")], framing: .chunked,
            steps: [.bytes(body.bytes)])
        try await withClient(of: [response]) { client, server in
            let stream = try await client.chat.completions.stream(Sample.request)
            var text = ""
            let error = try await errorOf { for try await chunk in stream { text += chunk.text } }
            #expect(error.message.contains(body.text))
            #expect(error.requestID == "req-7")
            #expect(error.attempts == 1)
            #expect(error.partial?.text ?? "" == text)
            #expect(server.requestCount == 1)
        }
    }

    @Test(arguments: [1, 5, 100_000])
    func `T16 a compressed stream is understood as it comes`(_ every: Int) async throws {
        let body = GzipSample.bytes
        let response = FaultResponse(
            headers: [("Content-Type", "text/event-stream"), ("Content-Encoding", "gzip")], framing: .chunked,
            steps: [.bytesCut(body, every: every)])
        try await withClient(of: [response]) { client, _ in
            let text = try await client.streamed().text
            #expect(text == GzipSample.text)
        }
    }

    @Test func `T16 a compressed stream that is cut off is no complete answer`() async throws {
        let response = FaultResponse(
            headers: [("Content-Type", "text/event-stream"), ("Content-Encoding", "gzip")], framing: .chunked,
            steps: [.bytes(Array(GzipSample.bytes.dropLast(60)))])
        try await withClient(of: [response]) { client, _ in
            let error = try await errorOf {
                try await client.streamed()
            }
            #expect(error.code == .truncated || error.code == .connection)
        }
    }

    // MARK: T37, T38

    @Test(arguments: [400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503, 529])
    func `T37 T38 a refusal of a stream is thrown before the first chunk and sent once`(_ status: Int) async throws {
        let body = #"{"error":{"message":"because","type":"some_error","param":"model","code":"some_code"}}"#
        try await withClient(
            of: [.json(body, status: status, headers: [("X-Request-ID", "req-9")])],
            options: options { $0.maxRetries = 0 }
        ) { client, server in
            let error = try await errorOf { try await client.chat.completions.stream(Sample.request) }
            #expect(error.status == status)
            #expect(error.message == "because")
            #expect(error.type == "some_error")
            #expect(error.serverCode == "some_code")
            #expect(error.parameter == "model")
            #expect(error.bodyText == body)
            #expect(error.requestID == "req-9")
            #expect(error.headers[.contentType] == "application/json")
            #expect(error.attempts == 1)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `T37 the connection of a refused stream is used again`() async throws {
        try await withClient(of: [.json("{}", status: 400)]) { client, server in
            for _ in 0..<3 {
                _ = try await errorOf { try await client.chat.completions.stream(Sample.request) }
            }
            #expect(server.connectionCount == 1)
        }
    }

    @Test func `T37 an explanation that never ends does not hide the status for ever`() async throws {
        let endless = FaultResponse(
            status: 400, headers: [("Content-Type", "text/plain")], framing: .chunked,
            steps: [
                .bytes(Array("no such model. ".utf8)), .repeated(Array(repeating: 0x78, count: 50_000), count: .max),
            ])
        try await withClient(of: [endless]) { client, server in
            let error = try await errorOf { try await client.chat.completions.stream(Sample.request) }
            #expect(error.status == 400)
            #expect(error.message.hasPrefix("no such model."))
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
        }
    }

    // MARK: T43

    @Test func `T43 a reset in mid-stream is an error with what had come`() async throws {
        let gate = FaultGate()
        let events = [Sample.event("Hel"), Sample.event("lo")]
        try await withClient(of: [.eventStream(events, then: [.hold(gate), .reset])]) { client, server in
            var text = ""
            let stream = try await client.chat.completions.stream(Sample.request)
            let error = try await errorOf {
                for try await chunk in stream {
                    text += chunk.text
                    if text == "Hello" { gate.open() }
                }
            }
            #expect(text == "Hello")
            #expect(error.code == .connection)
            #expect(error.isConnectionError)
            #expect(error.isRetryable)
            #expect(error.partial?.text == "Hello")
            #expect(error.attempts == 1)
            // T47: never sent again after the first byte.
            #expect(server.requestCount == 1)
        }
    }

    @Test(arguments: [FaultResponse.Framing.chunked, .contentLength])
    func `T43 a body that stops short of its length is an error`(_ framing: FaultResponse.Framing) async throws {
        let response = FaultResponse(
            headers: [("Content-Type", "text/event-stream")], framing: framing,
            steps: [.bytes(Array(Sample.event("Hel").utf8)), .close, .bytes(Array(Sample.event("lo").utf8))])
        try await withClient(of: [response]) { client, server in
            let stream = try await client.chat.completions.stream(Sample.request)
            let error = try await errorOf { try await stream.collect() }
            #expect(error.code == .connection)
            #expect(error.partial?.text == "Hel")
            #expect(server.requestCount == 1)
        }
    }

    @Test func `T43 a reset after the answer is complete changes nothing`() async throws {
        let gate = FaultGate()
        try await withClient(of: [.eventStream([Sample.event("Hi", finish: "stop")], then: [.hold(gate), .reset])]) {
            client, _ in
            var text = ""
            for try await chunk in try await client.chat.completions.stream(Sample.request) {
                text += chunk.text
                gate.open()
            }
            #expect(text == "Hi")
        }
    }

    @Test func `T43 what the server said last explains a connection that broke`() async throws {
        let gate = FaultGate()
        // In one write, so that the one is there with the other.
        let event = Sample.event("Hi") + #"error: {"code":500,"message":"the model is on fire"}"# + "\n\n"
        try await withClient(of: [.eventStream([event], then: [.hold(gate), .reset])]) { client, _ in
            let stream = try await client.chat.completions.stream(Sample.request)
            let error = try await errorOf { for try await _ in stream { gate.open() } }
            #expect(error.message == "the model is on fire")
            #expect(error.partial?.text == "Hi")
        }
    }

    // MARK: Misuse

    @Test func `a stream can be iterated once`() async throws {
        try await withClient(of: [.eventStream(Sample.events)]) { client, _ in
            let stream = try await client.chat.completions.stream(Sample.request)
            _ = try await stream.collect()
            let error = try await errorOf { try await stream.collect() }
            #expect(error.code == .alreadyConsumed)
        }
    }

    @Test func `a stream of more choices ends when each has ended`() async throws {
        let events = [
            Sample.event("a", index: 0), Sample.event("b", index: 1), Sample.event("", finish: "stop", index: 0),
        ]
        try await withClient(of: [
            .eventStream(events), .eventStream(events + [Sample.event("", finish: "stop", index: 1)]),
        ]) { client, _ in
            let cut = try await errorOf { try await client.streamed() }
            #expect(cut.code == .truncated)
            #expect(cut.partial?.choices.count == 2)
            #expect(try await client.streamed().choices.count == 2)
        }
    }
}
