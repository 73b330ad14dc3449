import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// What waiting for a run does, on a clock of its own.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct RunWaitTests {
    /// Waits for the run `r`, while the platform answers with these, the last one for ever.
    private func wait(
        _ answers: [String], polling: PollingPolicy = PollingPolicy(), clock: LeapingClock = LeapingClock(),
        _ check: (_ paths: [String]) -> Void = { _ in }
    ) async throws -> ThreadRun {
        try await withClient(of: answers.map { .json($0) }) { client, server in
            defer { check(server.requests.map(\.path)) }
            return try await client.threads.runs.wait(
                for: "r", in: "t", polling: polling, options: nil, known: nil, clock: clock)
        }
    }

    @Test func `a run that is completed is not waited for`() async throws {
        let clock = LeapingClock()
        let run = try await wait([Conversation.completed()], clock: clock) {
            #expect($0 == ["/v1/threads/t/runs/r"])
        }
        #expect(run.message?.text == "Hi")
        #expect(clock.waits.isEmpty)
    }

    @Test func `the waits grow, and unknown statuses are waited out`() async throws {
        let clock = LeapingClock()
        let statuses = ["queued", "in_progress", "dreaming", "requires_action", "cancelling"]
        let run = try await wait(statuses.map { Conversation.run($0) } + [Conversation.completed()], clock: clock)
        #expect(run.status == .completed)
        let milliseconds = clock.waits.map { Double($0.components.attoseconds) / 1e15 }
        #expect(milliseconds == [100, 150, 225, 337.5, 506.25])
    }

    @Test func `the waits of a policy grow to its longest one`() {
        func waits(_ policy: PollingPolicy, _ count: Int) -> [Duration] {
            var waits: [Duration] = []
            for _ in 0..<count { waits.append(policy.delay(after: waits.last)) }
            return waits
        }
        #expect(waits(PollingPolicy(), 20).last == .seconds(2))
        #expect(waits(.every(.milliseconds(500)), 3) == Array(repeating: .milliseconds(500), count: 3))
        #expect(
            waits(PollingPolicy(initialDelay: .zero, growth: .nan), 3) == Array(repeating: .milliseconds(1), count: 3))
        #expect(waits(PollingPolicy(initialDelay: .seconds(-5), growth: -2), 2).last == .milliseconds(1))
        #expect(waits(PollingPolicy(initialDelay: .seconds(5), maximumDelay: .seconds(1)), 2).last == .seconds(5))
        let ages = PollingPolicy(initialDelay: .seconds(1), growth: 1e300, maximumDelay: .seconds(Int64.max / 2))
        #expect(waits(ages, 3).last == .seconds(Int64.max / 2))
    }

    @Test(arguments: [
        ("failed", MartletError.Code.runFailed), ("expired", .runFailed), ("incomplete", .runFailed),
        ("cancelled", .runCancelled),
    ])
    func `a run that ended without an answer is an error that carries it`(
        _ status: String, _ code: MartletError.Code
    ) async throws {
        let error = try await errorOf { try await wait([Conversation.run(), Conversation.run(status)]) }
        #expect(error.code == code)
        #expect(error.run?.id == "r")
        #expect(error.run?.status.rawValue == status)
        #expect(!error.isRetryable)
    }

    @Test func `the reason of a failure is in the error, without keys`() async throws {
        let reason = #","last_error":{"code":"server_error","message":"out of memory with \#(Sample.key)"}"#
        let error = try await errorOf { try await wait([Conversation.run("failed", more: reason)]) }
        #expect(error.message.hasPrefix("The run failed: out of memory"))
        #expect(!error.message.contains(Sample.key))
        #expect(error.serverCode == "server_error")
        #expect(error.run?.lastError?.code == .serverError)
    }

    @Test func `a completed run without a message gets the thread's newest`() async throws {
        let answers = [Conversation.run("completed"), Conversation.list(Conversation.message())]
        let run = try await wait(answers) {
            #expect($0 == ["/v1/threads/t/runs/r", "/v1/threads/t/messages?limit=1"])
        }
        #expect(run.message?.id == "m")
    }

    @Test(arguments: [Conversation.list(), Conversation.list(Conversation.message(role: "user"))])
    func `a newest message that is not the assistant's is not the answer`(_ list: String) async throws {
        let run = try await wait([Conversation.run("completed", more: #","message":null"#), list])
        #expect(run.status == .completed)
        #expect(run.message == nil)
    }

    @Test func `at the deadline the waiting ends, with the run as it was seen`() async throws {
        let clock = LeapingClock()
        let polling = PollingPolicy.every(.seconds(4), deadline: .seconds(10))
        let error = try await errorOf {
            try await wait([Conversation.run("in_progress")], polling: polling, clock: clock) { #expect($0.count == 3) }
        }
        #expect(error.code == .deadlineExceeded)
        #expect(error.message == "The run 'r' did not end within the deadline of 10s; it is in_progress.")
        #expect(error.run?.status == .inProgress)
        #expect(clock.waits == [.seconds(4), .seconds(4), .seconds(2)])
    }

    @Test(arguments: [Duration.zero, .seconds(-1)])
    func `a deadline that has passed is reached before anything is sent`(_ deadline: Duration) async throws {
        let error = try await errorOf {
            try await wait([Conversation.completed()], polling: PollingPolicy(deadline: deadline)) {
                #expect($0.isEmpty)
            }
        }
        #expect(error.code == .deadlineExceeded)
    }

    @Test func `a look that hangs ends at the deadline`() async throws {
        let transport = ScriptedTransport(enforcesTimeouts: false) { request in
            #expect(request.deadline != nil)
            try await Task.sleep(for: .seconds(3_600))
            return .json(Conversation.completed())
        }
        let client = try MartletClient(
            platform: .quick("http://x/v1"), apiKey: Sample.key,
            configuration: configuration { $0.transport = transport })
        let error = try await errorOf {
            try await client.threads.runs.wait(
                for: "r", in: "t", polling: PollingPolicy(deadline: .milliseconds(20)))
        }
        #expect(error.code == .deadlineExceeded)
    }

    @Test func `a look that fails ends the waiting, with the run as it was seen before`() async throws {
        let answers = [
            FaultResponse.json(Conversation.run("in_progress")),
            .json(#"{"error":{"message":"gone","type":"invalid_request_error"}}"#, status: 404),
        ]
        try await withClient(of: answers) { client, _ in
            let error = try await errorOf {
                try await client.threads.runs.wait(for: "r", in: "t", polling: .every(.milliseconds(1)))
            }
            #expect(error.code == .notFound)
            #expect(error.run?.status == .inProgress)
        }
    }

    @Test func `a look is tried again as any call`() async throws {
        let answers = [FaultResponse.json("{}", status: 503), .json(Conversation.completed())]
        try await withClient(of: answers) { client, server in
            let run = try await client.threads.runs.wait(for: "r", in: "t")
            #expect(run.status == .completed)
            #expect(server.requestCount == 2)
        }
    }

    @Test func `cancellation ends the waiting at once`() async throws {
        let (looks, continuation) = AsyncStream<Void>.makeStream()
        let transport = ScriptedTransport { _ in
            continuation.yield()
            return .json(Conversation.run())
        }
        let client = try MartletClient(
            platform: .quick("http://x/v1"), apiKey: Sample.key,
            configuration: configuration { $0.transport = transport })
        let task = Task { try await client.threads.runs.wait(for: "r", in: "t", polling: .every(.seconds(3_600))) }
        var iterator = looks.makeAsyncIterator()
        await iterator.next()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(transport.requests.count == 1)
    }

    @Test func `a run is started and waited for in one`() async throws {
        let answers = [
            FaultResponse.json(Conversation.run()), .json(Conversation.run()), .json(Conversation.completed()),
        ]
        try await withClient(of: answers) { client, server in
            let run = try await client.threads.runs.createAndWait(
                in: "t", RunRequest(assistantID: "a"), polling: .every(.milliseconds(1)))
            #expect(run.message?.text == "Hi")
            #expect(server.requests.map(\.method) == ["POST", "GET", "GET"])
        }
    }

    @Test func `a run that was started and is not found is in the error`() async throws {
        let answers = [FaultResponse.json(Conversation.run()), .json("{}", status: 404)]
        try await withClient(of: answers) { client, _ in
            let error = try await errorOf {
                try await client.threads.runs.createAndWait(in: "t", RunRequest(assistantID: "a"))
            }
            #expect(error.code == .notFound)
            #expect(error.run?.id == "r")
            let run = ThreadRun(id: "r", createdAt: 1, threadID: "t", assistantID: "a", status: .queued, model: "m")
            #expect(try await errorOf { try await client.threads.runs.wait(for: run) }.run == run)
        }
    }
}
