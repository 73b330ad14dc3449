import HTTPTypes
import MartletAPI
import MartletTesting
import NIOCore
import Testing

@testable import Martlet

/// A client as a whole: keys, raw calls, its end.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct MartletClientTests {
    // MARK: T60

    @Test(arguments: [nil, ""])
    func `T60 an empty key is fine where none is needed, and nothing is sent`(_ key: String?) async throws {
        try await withClient(of: [.json(Sample.completion())], apiKey: key) { client, server in
            _ = try await client.created()
            #expect(server.requests[0].header("authorization") == nil)
        }
        for platform in [Platform.local, .ollama, .custom("http://x")] {
            _ = try MartletClient(platform: platform, apiKey: key)
        }
    }

    @Test(arguments: [Platform.openAI, .pixiGPT, .gravixLayer, .dashScope].map { ($0.name, $0.environment.apiKey[0]) })
    func `T60 a platform that needs a key says which variable`(_ name: String, _ variable: String) throws {
        let platform = try #require(Platform.named[name])
        for key in [nil, ""] {
            let error = try #require(throws: MartletError.self) { try MartletClient(platform: platform, apiKey: key) }
            #expect(error.code == .invalidConfiguration)
            #expect(error.message.contains(variable))
        }
    }

    @Test(arguments: ["key\n", " key", "a key", "k\u{0}y", "schlüssel", "k\r\nX-Evil: 1"])
    func `a key that cannot stand in a header is refused`(_ key: String) throws {
        let error = try #require(throws: MartletError.self) { try MartletClient(platform: .local, apiKey: key) }
        #expect(error.code == .invalidConfiguration)
    }

    @Test func `certificates that are none are refused`() throws {
        let error = try #require(throws: MartletError.self) {
            try MartletClient(
                platform: .local, apiKey: nil, configuration: configuration { $0.tls = .additionalRoots(pem: "no") })
        }
        #expect(error.code == .invalidConfiguration)
    }

    // MARK: Raw answers

    @Test func `an answer comes with what it came as`() async throws {
        let text = Sample.completion()
        try await withClient(of: [.json(text, headers: [("X-Request-ID", "req-1"), ("X-Extra", "é")])]) { client, _ in
            let answer = try await client.chat.completions.createWithResponse(Sample.request)
            #expect(answer.value.text == "Hi")
            #expect(String(buffer: answer.body) == text)
            #expect(answer.metadata.status == 200)
            #expect(answer.metadata.requestID == "req-1")
            #expect(answer.metadata.headers[.contentType] == "application/json")
            #expect(answer.metadata.attempts == 1)
        }
    }

    @Test func `an endpoint that is not modelled is called with everything a call has`() async throws {
        try await withClient(of: [
            .json("{}", status: 503), .json(#"{"voices":[1]}"#), FaultResponse(status: 204), .text("no JSON"),
        ]) { client, server in
            let answer = try await client.send(.post, Endpoint(.root, "audio", "a/b"), body: ["n": 1])
            #expect(answer.value["voices"]?[0] == 1)
            #expect(answer.metadata.attempts == 2)
            #expect(server.requests[1].path == "/v1/audio/a%2Fb")
            #expect(server.requests[1].bodyText == #"{"n":1}"#)
            #expect(server.requests[1].header("authorization") == "Bearer \(Sample.key)")
            let empty = try await client.send(.delete, Endpoint(.root, "x"))
            #expect(empty.value == .null)
            #expect(empty.metadata.status == 204)
            let words = try await client.send(.get, Endpoint(.root, "x"))
            #expect(words.value == .null)
            #expect(String(buffer: words.body) == "no JSON")
        }
    }

    @Test func `an endpoint that is not modelled fails as any other`() async throws {
        try await withClient(of: [.json(#"{"detail":"nope"}"#, status: 404)]) { client, _ in
            let error = try await errorOf { try await client.send(.get, Endpoint(.root, "x")) }
            #expect(error.code == .notFound)
            #expect(error.message == "nope")
            let empty = try await errorOf { try await client.send(.get, Endpoint(.root, "")) }
            #expect(empty.code == .invalidArgument)
        }
    }

    @Test func `a relayed stream is the server's bytes, untouched and at once`() async throws {
        let gate = FaultGate()
        let response = FaultResponse(
            headers: [("Content-Type", "text/event-stream")], framing: .chunked,
            steps: [.bytes(Array("data: {not json\r\n\r\n".utf8)), .hold(gate), .bytes(Array("rest".utf8))])
        try await withClient(of: [.json("{}", status: 500), response]) { client, server in
            let body = #"{"odd":  "spacing"}"#
            let (answer, metadata) = try await client.relay(
                .chatCompletions, body: ByteBuffer(string: body), streamed: true)
            #expect(metadata.attempts == 2)
            #expect(answer.status == 200)
            #expect(server.requests[1].bodyText == body)
            var iterator = answer.body.makeAsyncIterator()
            #expect(try await iterator.next().map { String(buffer: $0) } == "data: {not json\r\n\r\n")
            gate.open()
            #expect(try await iterator.next().map { String(buffer: $0) } == "rest")
            #expect(try await iterator.next() == nil)
        }
    }

    @Test func `a relayed answer that is whole is the server's bytes`() async throws {
        try await withClient(of: [.text("anything at all"), .json(#"{"error":"no"}"#, status: 400)]) { client, _ in
            let (answer, _) = try await client.relay(.chatCompletions, body: ByteBuffer(string: "{}"), streamed: false)
            #expect(try await String(buffer: answer.body.collect(maximumBytes: 100)) == "anything at all")
            for streamed in [false, true] {
                let error = try await errorOf {
                    try await client.relay(.chatCompletions, body: ByteBuffer(string: "{}"), streamed: streamed)
                }
                #expect(error.bodyText == #"{"error":"no"}"#)
            }
        }
    }

    @Test func `dropping a relayed stream closes the connection`() async throws {
        try await withClient(of: [.eventStream([Sample.event("Hi")], then: [.silence])]) { client, server in
            _ = try await client.relay(.chatCompletions, body: ByteBuffer(string: "{}"), streamed: true)
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
        }
    }

    // MARK: Its end

    @Test func `T55 after shutdown calls fail with a sentence`() async throws {
        try await withFaultServer([.json(Sample.completion())]) { server in
            let client = try MartletClient(platform: .quick(server.baseURL), apiKey: nil)
            let copy = client.with { $0.maxRetries = 0 }
            _ = try await client.created()
            try await client.shutdown()
            try await client.shutdown()
            for client in [client, copy] {
                for streamed in [false, true] {
                    let error = try await errorOf {
                        streamed ? try await client.streamed() : try await client.created()
                    }
                    #expect(error.code == .shutDown)
                    #expect(error.attempts <= 1)
                }
            }
            try await server.waitForOpenConnections(0, timeout: patience)
        }
    }

    @Test func `T55 a client that was never used shuts down`() async throws {
        let client = try MartletClient(platform: .local, apiKey: nil)
        try await client.shutdown()
        _ = try MartletClient(platform: .local, apiKey: nil)
    }

    @Test func `T55 shutdown ends calls under way, and they say why`() async throws {
        try await withFaultServer { request in
            request.path.hasSuffix("models")
                ? FaultResponse(framing: .raw, steps: [.silence])
                : .eventStream([Sample.event("Hi")], then: [.silence])
        } _: { server in
            let client = try MartletClient(platform: .quick(server.baseURL), apiKey: nil)
            let stream = try await client.chat.completions.stream(Sample.request)
            let list = Task { try await client.models.list() }
            let rest = Task { try await stream.collect() }
            try await server.waitForRequests(2, timeout: patience)
            try await within { try await client.shutdown() }
            let streamError = try await within { try await errorOf { try await rest.value } }
            #expect(streamError.code == .shutDown)
            let listError = try await within { try await errorOf { try await list.value } }
            #expect(listError.code == .shutDown)
            try await server.waitForOpenConnections(0, timeout: patience)
        }
    }

    @Test func `a lent client is closed whatever happens`() async throws {
        struct Odd: Error {}
        try await withFaultServer([.json(Sample.completion())]) { server in
            await #expect(throws: Odd.self) {
                try await MartletClient.withClient(platform: .quick(server.baseURL), apiKey: nil) { client in
                    _ = try await client.created()
                    throw Odd()
                }
            }
            try await server.waitForOpenConnections(0, timeout: patience)
        }
    }
}
