import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// The four timeouts: connect, attempt, idle, deadline.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct TimeoutTests {
    private static func stream(_ steps: [FaultResponse.Step]) -> FaultResponse {
        FaultResponse(headers: [("Content-Type", "text/event-stream")], framing: .chunked, steps: steps)
    }

    private static func bytes(_ text: String) -> FaultResponse.Step { .bytes(Array(text.utf8)) }

    // MARK: T49

    @Test func `T49 a stream that falls silent ends with the idle timeout and what had come`() async throws {
        let response = FaultResponse.eventStream([Sample.event("Hi")], then: [.silence])
        try await withClient(of: [response], options: options { $0.idleTimeout = .milliseconds(200) }) {
            client, server in
            let error = try await within { try await errorOf { try await client.streamed() } }
            #expect(error.code == .idleTimeout)
            #expect(error.isTimeout)
            #expect(error.isRetryable)
            #expect(error.message.contains("0.2s"))
            #expect(error.partial?.text == "Hi")
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
            #expect(server.requestCount == 1)
        }
    }

    @Test(arguments: [": ping\n\n", ":\n", Sample.event("."), "\n", "e"])
    func `T49 whatever comes is life, however slowly`(_ life: String) async throws {
        // 27 signs of life, each well within the timeout, all together well beyond it.
        let slow = (0..<27).flatMap { _ in [.delay(.milliseconds(100)), Self.bytes(life)] as [FaultResponse.Step] }
        let steps = [Self.bytes(Sample.event("Hi"))] + slow + [Self.bytes("\n\n" + Sample.done)]
        let text = try await undisturbed {
            try await withClient(of: [Self.stream(steps)], options: options { $0.idleTimeout = .seconds(2) }) {
                client, _ in try await client.streamed().text
            }
        }
        #expect(text.hasPrefix("Hi"))
    }

    @Test func `T49 an answer that is complete and then silent is no failure`() async throws {
        let response = FaultResponse.eventStream([Sample.event("Hi", finish: "stop")], then: [.silence])
        try await withClient(of: [response], options: options { $0.idleTimeout = .milliseconds(100) }) { client, _ in
            let answer = try await client.streamed()
            #expect(answer.text == "Hi")
        }
    }

    @Test func `T49 a reader that is slow is not a server that is silent`() async throws {
        let events = (0..<50).map { _ in Sample.event(String(repeating: "x", count: 60_000)) }
        let count = try await undisturbed {
            try await withClient(
                of: [.eventStream(events + [Sample.done])], options: options { $0.idleTimeout = .seconds(1) }
            ) { client, _ in
                var count = 0
                for try await _ in try await client.chat.completions.stream(Sample.request) {
                    count += 1
                    if count == 10 { try await Task.sleep(for: .seconds(2)) }
                }
                return count
            }
        }
        #expect(count == 50)
    }

    // MARK: T50

    @Test(arguments: [true, false])
    func `T50 silence before the first byte is the attempt's affair, not the idle timeout's`(
        _ isHeadHeldBack: Bool
    ) async throws {
        let text = try await undisturbed {
            try await withFaultServer { _ in
                if isHeadHeldBack { try? await Task.sleep(for: .seconds(2)) }
                let wait: [FaultResponse.Step] = isHeadHeldBack ? [] : [.delay(.seconds(2))]
                return Self.stream(wait + Sample.events.map(Self.bytes))
            } _: { server in
                try await withClient(server, options: options { $0.idleTimeout = .seconds(1) }) { client in
                    try await client.streamed().text
                }
            }
        }
        #expect(text == Sample.eventsText)
    }

    // MARK: Attempt

    @Test func `an answer that takes too long is tried again and then a timeout`() async throws {
        try await withClient(
            of: [FaultResponse(framing: .raw, steps: [.silence])], options: options { $0.timeout = .milliseconds(500) }
        ) { client, server in
            let error = try await within { try await errorOf { try await client.created() } }
            #expect(error.code == .attemptTimeout)
            #expect(error.isTimeout)
            #expect(error.attempts == 3)
            try await server.waitForOpenConnections(0, timeout: patience)
        }
    }

    @Test func `the attempt timeout of a whole answer covers its body`() async throws {
        let drip = FaultResponse(framing: .chunked, steps: [.bytes([0x20]), .silence])
        let impatient = options {
            $0.timeout = .milliseconds(500)
            $0.maxRetries = 0
        }
        try await withClient(of: [drip], options: impatient) { client, _ in
            let error = try await within { try await errorOf { try await client.created() } }
            #expect(error.code == .attemptTimeout)
        }
    }

    @Test(arguments: [true, false])
    func `the attempt timeout of a stream ends with its first byte`(_ hasHead: Bool) async throws {
        let silent = hasHead ? Self.stream([.silence]) : FaultResponse(framing: .raw, steps: [.silence])
        let impatient = options {
            $0.timeout = .milliseconds(500)
            $0.maxRetries = 0
        }
        try await withClient(of: [silent], options: impatient) { client, server in
            let error = try await within { try await errorOf { try await client.streamed() } }
            #expect(error.code == .attemptTimeout)
            try await server.waitForOpenConnections(0, timeout: patience)
        }
    }

    @Test func `the attempt timeout of a stream does not end it once it has begun`() async throws {
        let long = Self.stream([Self.bytes(Sample.event("Hi")), .delay(.seconds(3)), Self.bytes(Sample.done)])
        let text = try await undisturbed {
            try await withClient(of: [long], options: options { $0.timeout = .seconds(2) }) { client, _ in
                try await client.streamed().text
            }
        }
        #expect(text == "Hi")
    }

    // MARK: Connect

    #if os(Linux)
    @Test func `a connection that is not made is a connect timeout and tried again`() async throws {
        try await withSilentListener(backlogFull: true) { listener in
            let client = try MartletClient(
                platform: .quick(listener.baseURL), apiKey: nil,
                options: options {
                    $0.connectTimeout = .milliseconds(100)
                    $0.maxRetries = 1
                })
            for streamed in [false, true] {
                let error = try await within {
                    try await errorOf { streamed ? try await client.streamed() : try await client.created() }
                }
                #expect(error.code == .connectTimeout)
                #expect(error.isConnectionError && error.isTimeout)
                #expect(error.attempts == 2)
                #expect(error.message.contains("0.1s"))
            }
            try await client.shutdown()
        }
    }
    #endif

    @Test func `a call that waits for a free connection says so`() async throws {
        let gate = FaultGate()
        let one = configuration { $0.pool.connectionsPerHost = 1 }
        try await withClient(
            of: [.eventStream([Sample.event("Hi")], then: [.hold(gate)])], options: options { $0.maxRetries = 0 },
            configuration: one
        ) { client, server in
            let stream = try await client.chat.completions.stream(Sample.request)
            let hasty = options { $0.deadline = .milliseconds(100) }
            let late = try await within { try await errorOf { try await client.created(hasty) } }
            #expect(late.code == .deadlineExceeded)
            gate.open()
            _ = try? await stream.collect()
            #expect(server.connectionCount == 1)
        }
    }

    @Test func `a wait for a free connection ends with the connect timeout and a sentence that helps`() async throws {
        let one = configuration { $0.pool.connectionsPerHost = 1 }
        let impatient = options {
            $0.maxRetries = 0
            $0.connectTimeout = .seconds(1)
        }
        try await withClient(
            of: [.eventStream([Sample.event("Hi")], then: [.silence])], options: impatient, configuration: one
        ) { client, _ in
            let stream = try await client.chat.completions.stream(Sample.request)
            let error = try await within { try await errorOf { try await client.created() } }
            #expect(error.code == .connectTimeout)
            #expect(error.message.contains("connectionsPerHost"))
            _ = stream
        }
    }

    @Test func `many connect timeouts do not make many clients`() async throws {
        try await withClient(of: [.json(Sample.completion())]) { client, server in
            for number in 1...100 {
                _ = try await client.created(options { $0.connectTimeout = .seconds(number) })
            }
            #expect(server.requestCount == 100)
            #expect(server.connectionCount <= 9)
        }
    }

    // MARK: Deadline

    @Test func `the deadline ends a whole call, however many attempts`() async throws {
        try await withClient(
            of: [FaultResponse(framing: .raw, steps: [.silence])],
            options: options {
                $0.timeout = .milliseconds(300)
                $0.deadline = .seconds(3)
                $0.maxRetries = 1_000
            }
        ) { client, server in
            // A thousand attempts would take minutes.
            let error = try await within { try await errorOf { try await client.created() } }
            #expect(error.code == .deadlineExceeded || error.code == .attemptTimeout)
            #expect(error.isTimeout)
            #expect(error.attempts < 100)
        }
    }

    @Test func `a wait that would end after the deadline is not begun, and the real error is thrown`() async throws {
        try await withClient(
            of: [.json("{}", status: 503, headers: [("Retry-After", "60")])],
            options: options { $0.deadline = .seconds(30) }
        ) { client, server in
            let error = try await within { try await errorOf { try await client.created() } }
            #expect(error.status == 503)
            #expect(error.attempts == 1)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `the deadline ends a stream in mid-way`() async throws {
        let steady = Self.stream([.repeated(Array(Sample.event("x").utf8), count: .max)])
        try await withClient(of: [steady]) { client, server in
            let (stream, error) = try await undisturbed {
                let hasty = options { $0.deadline = .seconds(2) }
                let stream = try await client.chat.completions.stream(Sample.request, options: hasty)
                let error = try await within { try await errorOf { for try await _ in stream {} } }
                if error.partial == nil { throw error }
                return (stream, error)
            }
            #expect(stream.metadata.status == 200)
            #expect(error.code == .deadlineExceeded)
            #expect(error.partial?.text.first == "x")
            #expect(!error.isRetryable)
            try await server.waitForDisconnect(ofRequest: server.requestCount - 1, timeout: patience)
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-5)])
    func `a deadline that has passed is a deadline`(_ deadline: Duration) async throws {
        try await withClient(of: [.json(Sample.completion())], options: options { $0.deadline = deadline }) {
            client, _ in
            for streamed in [false, true] {
                let error = try await within {
                    try await errorOf { streamed ? try await client.streamed() : try await client.created() }
                }
                #expect(error.code == .deadlineExceeded)
            }
        }
    }

    @Test func `a timeout of centuries is none`() async throws {
        let patient = options {
            $0.timeout = .seconds(Int64.max)
            $0.idleTimeout = .seconds(Int64.max)
            $0.connectTimeout = .seconds(Int64.max)
            $0.deadline = .seconds(1 << 40)
        }
        try await withClient(of: [.json(Sample.completion()), .eventStream(Sample.events)], options: patient) {
            client, _ in
            let answer = try await client.created()
            #expect(answer.text == "Hi")
            #expect(try await client.streamed().text == Sample.eventsText)
        }
    }
}
