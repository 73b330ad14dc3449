import HTTPTypes
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Attempts, counted at the server.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct RetryTests {
    private static let failure = #"{"error":{"message":"try later","type":"server_error"}}"#
    private static let good = FaultResponse.json(Sample.completion())

    private static func refusal(_ status: Int, _ headers: [(String, String)] = []) -> FaultResponse {
        .json(failure, status: status, headers: headers)
    }

    @Test(arguments: [408, 409, 429, 500, 502, 503, 504])
    func `a failure that may pass is tried again, with the body and on the same connection`(
        _ status: Int
    ) async throws {
        try await withClient(of: [Self.refusal(status), Self.refusal(status), Self.good]) { client, server in
            let answer = try await client.chat.completions.createWithResponse(Sample.request)
            #expect(answer.value.text == "Hi")
            #expect(answer.metadata.attempts == 3)
            #expect(server.requestCount == 3)
            #expect(Set(server.requests.map(\.bodyText)).count == 1)
            // T46: the refusals were read to their end.
            #expect(server.connectionCount == 1)
        }
    }

    @Test func `the beginning of a stream is tried again`() async throws {
        try await withClient(of: [Self.refusal(503), .refuse(), .eventStream(Sample.events)]) { client, server in
            let stream = try await client.chat.completions.stream(Sample.request)
            #expect(stream.metadata.attempts == 3)
            #expect(try await stream.collect().text == Sample.eventsText)
            #expect(server.requestCount == 3)
        }
    }

    @Test(arguments: [400, 401, 403, 404, 413, 422])
    func `T38 a failure that will not pass is sent once`(_ status: Int) async throws {
        try await withClient(of: [Self.refusal(status)]) { client, server in
            let error = try await errorOf { try await client.created() }
            #expect(error.status == status)
            #expect(error.attempts == 1)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `at the end of the retries the last real error is thrown`() async throws {
        try await withClient(of: [Self.refusal(500), .refuse(), .json(#"{"detail":"the last"}"#, status: 503)]) {
            client, server in
            let error = try await errorOf { try await client.created() }
            #expect(error.status == 503)
            #expect(error.message == "the last")
            #expect(error.attempts == 3)
            #expect(error.description.contains("after 3 attempts"))
            #expect(server.requestCount == 3)
        }
    }

    @Test(arguments: [
        FaultResponse.refuse(), FaultResponse(framing: .raw, steps: [.reset]),
        FaultResponse(framing: .raw, steps: [.bytes(Array("HTTP/1.1 20".utf8)), .close]),
        FaultResponse(framing: .raw, steps: [.bytes(Array("rubbish\r\n\r\n".utf8)), .close]),
        FaultResponse(headers: [("Content-Length", "9")], steps: [.bytes(Array("{}".utf8)), .close]),
        FaultResponse(framing: .chunked, steps: [.bytes(Array("{}".utf8)), .close]),
    ])
    func `a connection that breaks before the answer is complete is tried again`(
        _ broken: FaultResponse
    ) async throws {
        try await withClient(of: [broken, Self.good]) { client, server in
            let answer = try await client.created()
            #expect(answer.text == "Hi")
            #expect(server.requestCount == 2)
        }
    }

    @Test func `nobody at the port is a connection error after all attempts`() async throws {
        let port = try await withFaultServer([Self.good]) { $0.port }
        let client = try MartletClient(platform: .quick("http://127.0.0.1:\(port)"), apiKey: nil)
        let error = try await errorOf { try await client.created() }
        #expect(error.code == .connection)
        #expect(error.isConnectionError)
        #expect(error.attempts == 3)
        #expect(error.message.contains("efused"))
        try await client.shutdown()
    }

    @Test func `an answer that makes no sense is not tried again`() async throws {
        try await withClient(of: [.json("{"), Self.good]) { client, server in
            let error = try await errorOf { try await client.created() }
            #expect(error.code == .decoding)
            #expect(error.status == 200)
            #expect(error.attempts == 1)
            #expect(server.requestCount == 1)
        }
    }

    // MARK: The platforms' tables over HTTP

    @Test func `PixiGPT is sent four times`() async throws {
        try await withClient(of: [Self.refusal(501)], platform: .pixiGPT.hurried) { client, server in
            let error = try await errorOf { try await client.created() }
            #expect(error.attempts == 4)
            #expect(server.requestCount == 4)
        }
    }

    @Test func `PixiGPT repeats 429 only when told how long to wait`() async throws {
        try await withClient(of: [Self.refusal(429)], platform: .pixiGPT.hurried) { client, server in
            let error = try await errorOf { try await client.created() }
            #expect(error.isRateLimited)
            #expect(server.requestCount == 1)
        }
        try await withClient(of: [Self.refusal(429, [("Retry-After", "0")])], platform: .pixiGPT.hurried) {
            client, server in
            let error = try await errorOf { try await client.created() }
            #expect(error.retryAfter == .zero)
            #expect(server.requestCount == 4)
        }
    }

    @Test(arguments: [(500, 1), (502, 4), (429, 4), (404, 1)])
    func `GravixLayer repeats what its table says`(_ status: Int, _ sends: Int) async throws {
        try await withClient(of: [Self.refusal(status)], platform: .gravixLayer.hurried) { client, server in
            let error = try await errorOf { try await client.created() }
            #expect(error.status == status)
            #expect(server.requestCount == sends)
        }
    }

    /// P: "202/204/other 2xx … re-sent immediately"; "R: treat all 2xx as success".
    @Test(arguments: [201, 202, 207])
    func `GravixLayer's other good statuses are answers`(_ status: Int) async throws {
        try await withClient(of: [.json(Sample.completion(), status: status)], platform: .gravixLayer) {
            client, server in
            let answer = try await client.created()
            #expect(answer.text == "Hi")
            #expect(server.requestCount == 1)
        }
    }

    // MARK: T45, T46

    @Test func `T45 the server's wait is kept`() async throws {
        let limited = [
            Self.refusal(429, [("Retry-After-Ms", "120")]), Self.refusal(429, [("Retry-After", "0.12")]), Self.good,
        ]
        var platform = Platform.quick("http://x")
        platform.retryPolicy.initialDelay = .seconds(100)
        try await withClient(of: limited, platform: platform) { client, server in
            let answer = try await client.created()
            #expect(answer.text == "Hi")
            let times = server.requests.map(\.receivedAt)
            for (earlier, later) in zip(times, times.dropFirst()) {
                #expect(later - earlier >= .milliseconds(119))
            }
        }
    }

    @Test(arguments: ["1e100", "121", "Fri, 31 Dec 9999 23:59:59 GMT"])
    func `T45 a wait that is too long fails at once and is reported`(_ wait: String) async throws {
        try await withClient(of: [Self.refusal(429, [("Retry-After", wait)])]) { client, server in
            let error = try await within { try await errorOf { try await client.created() } }
            #expect(error.retryAfter.map { $0 > .seconds(120) } == true)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `T46 the server's word on retries is obeyed both ways`() async throws {
        try await withClient(of: [Self.refusal(503, [("x-should-retry", "false")])]) { client, server in
            _ = try await errorOf { try await client.created() }
            #expect(server.requestCount == 1)
        }
        try await withClient(of: [Self.refusal(404, [("x-should-retry", "true")]), Self.good]) { client, server in
            _ = try await client.created()
            #expect(server.requestCount == 2)
        }
    }

    @Test func `T46 an exhausted quota is final`() async throws {
        let body = #"{"error":{"message":"pay","type":"insufficient_quota","code":"insufficient_quota"}}"#
        try await withClient(of: [.json(body, status: 429, headers: [("Retry-After", "0")])]) { client, server in
            let error = try await errorOf { try await client.created() }
            #expect(error.isQuotaExhausted)
            #expect(!error.isRateLimited)
            #expect(!error.isRetryable)
            #expect(server.requestCount == 1)
        }
    }

    // MARK: T47, T48

    @Test(arguments: [FaultResponse.Step.reset, .close])
    func `T47 nothing is sent again once a stream has begun`(_ end: FaultResponse.Step) async throws {
        let gate = FaultGate()
        try await withClient(of: [.eventStream([Sample.event("Hi")], then: [.hold(gate), end])]) { client, server in
            let stream = try await client.chat.completions.stream(Sample.request)
            let error = try await errorOf { for try await _ in stream { gate.open() } }
            #expect(error.code == .connection)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `T48 all attempts of a POST carry the same key, calls have different ones`() async throws {
        try await withClient(of: [Self.refusal(503), Self.refusal(503), Self.good, Self.good]) { client, server in
            _ = try await client.created()
            _ = try await client.created()
            let keys = server.requests.map { $0.header("idempotency-key") ?? "" }
            #expect(Set(keys[0...2]).count == 1)
            #expect(keys[0].count > 20)
            #expect(keys[3] != keys[0])
        }
    }

    @Test func `T48 the key may be given, and is not sent where nothing is repeated`() async throws {
        try await withClient(of: [Self.good]) { client, server in
            _ = try await client.created(options { $0.idempotencyKey = "mine" })
            _ = try await client.created(options { $0.maxRetries = 0 })
            _ = try? await client.models.list()
            #expect(server.requests.map { $0.header("idempotency-key") } == ["mine", nil, nil])
        }
    }

    // MARK: T51

    @Test func `T51 cancellation ends the wait for the next attempt at once`() async throws {
        try await withClient(of: [Self.refusal(429, [("Retry-After", "60")])]) { client, server in
            let call = Task { try await client.created() }
            try await server.waitForRequests(1, timeout: patience)
            // Whether it waits for the answer or for the next attempt: either must end.
            call.cancel()
            let result = try await within { await call.result }
            #expect(throws: CancellationError.self) { try result.get() }
            #expect(server.requestCount == 1)
        }
    }

    @Test func `T51 cancellation during the wait is seen although the answer was here`() async throws {
        let answered = FaultGate()
        let transport = ScriptedTransport { _ in
            answered.open()
            return .json(Self.failure, status: 503, headers: [.retryAfter: "60"])
        }
        let client = try MartletClient(
            platform: .quick("http://x"), apiKey: nil, configuration: configuration { $0.transport = transport })
        let call = Task { try await client.created() }
        await answered.wait()
        // The loop has nothing else to do now but to begin its wait.
        try await Task.sleep(for: .milliseconds(50))
        call.cancel()
        let result = try await within { await call.result }
        #expect(throws: CancellationError.self) { try result.get() }
        #expect(transport.requests.count == 1)
    }

    @Test func `a cancelled task sends nothing`() async throws {
        try await withClient(of: [Self.good]) { client, server in
            let call = Task {
                try? await Task.sleep(for: .seconds(60))
                return try await client.created()
            }
            call.cancel()
            let result = await call.result
            #expect(throws: CancellationError.self) { try result.get() }
            #expect(server.requestCount == 0)
        }
    }
}
