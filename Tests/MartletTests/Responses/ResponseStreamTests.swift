import HTTPTypes
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// A streamed response over HTTP: how it begins, how it ends.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct ResponseStreamTests {
    private func text(_ stream: ResponseStream) async throws -> String {
        var text = ""
        for try await event in stream { text += event.text }
        return text
    }

    private func stream(_ client: MartletClient) async throws -> ResponseStream {
        try await client.responses.stream(ResponseSample.request)
    }

    @Test func `a stream delivers its events and the connection is used again`() async throws {
        try await withClient(of: [.eventStream(ResponseSample.events)]) { client, server in
            var types: [ResponseEventType?] = []
            for try await event in try await stream(client) { types.append(event.type) }
            #expect(
                types == [
                    .created, .outputItemAdded, .outputTextDelta, .outputTextDelta, .outputTextDelta, .completed,
                ])
            for _ in 0..<20 { #expect(try await text(stream(client)) == ResponseSample.eventsText) }
            let response = try await stream(client).collect()
            #expect(response.outputText == ResponseSample.eventsText)
            #expect(response.status == .completed)
            #expect(server.requestCount == 22)
            // A stream is over with its last event. The end of its body may come after the next request has gone out.
            #expect(server.connectionCount < 10)
            let sent = server.requests[0]
            #expect(sent.path == "/v1/responses")
            #expect(sent.header("accept") == "text/event-stream")
            #expect(sent.bodyText == #"{"model":"smollm2","input":"Hello!","stream":true}"#)
        }
    }

    @Test func `events arrive one by one and not at the end`() async throws {
        let gate = FaultGate()
        let response = FaultResponse(
            headers: [("Content-Type", "text/event-stream")], framing: .chunked,
            steps: [
                .bytes(Array(ResponseSample.delta("a").utf8)), .hold(gate),
                .bytes(Array(ResponseSample.completed("a").utf8)),
            ])
        try await withClient(of: [response]) { client, _ in
            var iterator = try await stream(client).makeAsyncIterator()
            #expect(try await iterator.next()?.text == "a")
            gate.open()
            #expect(try await iterator.next()?.type == .completed)
            #expect(try await iterator.next() == nil)
            #expect(try await iterator.next() == nil)
        }
    }

    @Test func `T13 a connection held open after the last event does not hold the stream`() async throws {
        try await withClient(of: [.eventStream(ResponseSample.events, then: [.silence])]) { client, server in
            let stream = try await stream(client)
            #expect(try await within { try await text(stream) } == ResponseSample.eventsText)
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
        }
    }

    // MARK: T14

    private static let incomplete = ResponseSample.event(
        "response.incomplete", #""response":{"id":"resp_1","incomplete_details":{"reason":"max_output_tokens"}}"#)

    @Test(
        arguments: [
            ([ResponseSample.delta("Hi"), ResponseSample.completed("Hi")], nil),
            ([ResponseSample.delta("Hi"), incomplete], nil),
            ([ResponseSample.delta("Hi"), Sample.done], nil),
            ([ResponseSample.delta("Hi")], MartletError.Code.truncated),
            ([ResponseSample.created], .truncated),
            ([], .truncated),
            ([": ping\n\n", "event: ping\ndata: {}\n\n"], .truncated),
        ] as [([String], MartletError.Code?)])
    func `T14 a clean end is a success only after the last event`(
        _ events: [String], _ code: MartletError.Code?
    ) async throws {
        try await withClient(of: [.eventStream(events)]) { client, server in
            let stream = try await stream(client)
            if let code {
                let error = try await errorOf { try await stream.collect() }
                #expect(error.code == code)
                let hasText = events.contains { $0.contains("Hi") }
                #expect(error.response?.outputText ?? "" == (hasText ? "Hi" : ""))
                #expect(error.partial?.text ?? "" == (hasText ? "Hi" : ""))
                #expect(error.isRetryable)
            } else {
                #expect(try await stream.collect().outputText == "Hi")
            }
            #expect(server.requestCount == 1)
        }
    }

    @Test func `T67 an incomplete response says why`() async throws {
        try await withClient(of: [.eventStream([ResponseSample.delta("Hi"), Self.incomplete])]) { client, _ in
            let response = try await stream(client).collect()
            #expect(response.status == .incomplete)
            #expect(response.incompleteDetails?.reason == .maxOutputTokens)
            #expect(response.finishReason == .length)
        }
    }

    // MARK: T15, T16

    @Test(arguments: [1, 7, 1_000_000])
    func `T15 a stream is understood wherever it is cut`(_ every: Int) async throws {
        let bytes = Array(ResponseSample.events.joined().utf8)
        let response = FaultResponse(
            headers: [("Content-Type", "text/plain")], framing: .chunked, steps: [.bytesCut(bytes, every: every)])
        try await withClient(of: [response]) { client, _ in
            let said = try await text(stream(client))
            #expect(said == ResponseSample.eventsText)
        }
    }

    @Test func `T15 a server that ignores stream sends one response`() async throws {
        try await withClient(of: [.json(ResponseSample.response("all at once"))]) { client, _ in
            var events: [ResponseStreamEvent] = []
            for try await event in try await stream(client) { events.append(event) }
            #expect(events.map(\.type) == [.completed])
            #expect(try await stream(client).collect().outputText == "all at once")
        }
    }

    // MARK: T39

    @Test(arguments: ResponseFailures.all)
    func `T15 T39 T42 an error in a good answer is thrown in the server's words`(
        _ failure: ResponseFailures
    ) async throws {
        let response = FaultResponse(
            headers: [("Content-Type", failure.contentType), ("X-Request-ID", "req-7")], framing: .chunked,
            steps: [.bytes(Array(failure.body.utf8))])
        try await withClient(of: [response]) { client, server in
            let stream = try await stream(client)
            var text = ""
            let error = try await errorOf { for try await event in stream { text += event.text } }
            #expect(error.message.contains("the model is on fire"))
            #expect(error.requestID == "req-7")
            #expect(error.attempts == 1)
            #expect(error.response?.outputText ?? "" == text)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `T39 a failed response in a stream carries what had come, and its code`() async throws {
        let failed = ResponseSample.event(
            "response.failed",
            #""response":{"id":"resp_1","status":"failed","error":{"code":"rate_limit_exceeded","message":"slow down"}}"#
        )
        try await withClient(of: [.eventStream([ResponseSample.created, ResponseSample.delta("Hel"), failed])]) {
            client, _ in
            let stream = try await stream(client)
            let error = try await errorOf { try await stream.collect() }
            #expect(error.code == .rateLimited)
            #expect(error.serverCode == "rate_limit_exceeded")
            #expect(error.response?.status == .failed)
            #expect(error.response?.outputText == "Hel")
        }
    }

    // MARK: T37, T38, T47

    @Test(arguments: [400, 401, 404, 429, 500])
    func `T37 T38 a refusal of a stream is thrown before the first event`(_ status: Int) async throws {
        let body = #"{"error":{"message":"because","type":"some_error","code":"some_code"}}"#
        try await withClient(of: [.json(body, status: status)], options: options { $0.maxRetries = 0 }) {
            client, server in
            let error = try await errorOf { try await stream(client) }
            #expect(error.status == status)
            #expect(error.bodyText == body)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `T47 a stream is tried again before its first byte and never after`() async throws {
        try await withClient(of: [
            .json("{}", status: 503), .refuse(), .eventStream([ResponseSample.delta("Hi")], then: [.close]),
        ]) { client, server in
            let stream = try await stream(client)
            #expect(stream.metadata.attempts == 3)
            let error = try await errorOf { try await stream.collect() }
            #expect(error.code == .connection || error.code == .truncated)
            #expect(error.attempts == 3)
            #expect(server.requestCount == 3)
        }
    }

    // MARK: T43, T44, T53

    @Test func `T43 a reset in mid-stream is an error with what had come`() async throws {
        let gate = FaultGate()
        let events = [ResponseSample.created, ResponseSample.delta("Hel"), ResponseSample.delta("lo", number: 2)]
        try await withClient(of: [.eventStream(events, then: [.hold(gate), .reset])]) { client, server in
            var text = ""
            var last: Int?
            let stream = try await stream(client)
            let error = try await errorOf {
                for try await event in stream {
                    text += event.text
                    last = event.sequenceNumber
                    if text == "Hello" { gate.open() }
                }
            }
            #expect(error.code == .connection)
            #expect(error.response?.id == "resp_1")
            #expect(error.response?.outputText == "Hello")
            #expect(last == 2)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `T44 a stream that falls silent is an error with what had come`() async throws {
        try await withClient(
            of: [.eventStream([ResponseSample.delta("Hi")], then: [.silence])],
            options: options { $0.idleTimeout = .milliseconds(300) }
        ) { client, server in
            let stream = try await stream(client)
            let error = try await errorOf { try await stream.collect() }
            #expect(error.code == .idleTimeout)
            #expect(error.response?.outputText == "Hi")
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
        }
    }

    private static let silent = FaultResponse.eventStream([ResponseSample.delta("Hi")], then: [.silence])

    @Test func `T53 leaving the loop, and dropping a stream, closes the connection`() async throws {
        try await withClient(of: [Self.silent]) { client, server in
            for try await event in try await stream(client) {
                #expect(event.text == "Hi")
                break
            }
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
            _ = try await stream(client)
            try await server.waitForDisconnect(ofRequest: 1, timeout: patience)
        }
    }

    @Test func `T53 cancelling the task closes the connection and ends the loop`() async throws {
        try await withClient(of: [Self.silent]) { client, server in
            let first = FaultGate()
            let task = Task { for try await _ in try await stream(client) { first.open() } }
            await first.wait()
            task.cancel()
            let result = try await within { await task.result }
            #expect(throws: CancellationError.self) { try result.get() }
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
        }
    }

    @Test func `a stream can be iterated once`() async throws {
        try await withClient(of: [.eventStream(ResponseSample.events)]) { client, _ in
            let stream = try await stream(client)
            _ = try await stream.collect()
            #expect(try await errorOf { try await stream.collect() }.code == .alreadyConsumed)
        }
    }

    // MARK: Resuming

    @Test func `a broken stream is gone on with after its last event`() async throws {
        let rest = [ResponseSample.delta("lo", number: 2), ResponseSample.completed("Hello")]
        try await withClient(of: [.eventStream(rest)]) { client, server in
            #expect(try await text(client.responses.resume("resp_1", after: 1)) == "lo")
            _ = try await client.responses.resume("resp_1", include: [.webSearchSources]).collect()
            #expect(server.requests.map(\.method) == ["GET", "GET"])
            #expect(server.requests.allSatisfy { $0.header("accept") == "text/event-stream" })
            #expect(
                server.requests.map(\.path) == [
                    "/v1/responses/resp_1?stream=true&starting_after=1",
                    "/v1/responses/resp_1?include%5B%5D=web_search_call.action.sources&stream=true",
                ])
        }
    }
}
