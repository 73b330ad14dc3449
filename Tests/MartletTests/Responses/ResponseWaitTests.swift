import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// What waiting for a response does, on a clock of its own.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct ResponseWaitTests {
    /// Waits for the response `resp_1`, while the platform answers with these, the last one for ever.
    private func wait(
        _ answers: [String], polling: PollingPolicy = PollingPolicy(), clock: LeapingClock = LeapingClock(),
        _ check: (_ paths: [String]) -> Void = { _ in }
    ) async throws -> ResponseObject {
        try await withClient(of: answers.map { .json($0) }) { client, server in
            defer { check(server.requests.map(\.path)) }
            return try await client.responses.wait(
                for: "resp_1", polling: polling, options: nil, known: nil, clock: clock)
        }
    }

    private func status(_ status: String, more: String = "") -> String {
        ResponseSample.response(status: status, more: more)
    }

    @Test func `a response that has ended is not waited for`() async throws {
        let clock = LeapingClock()
        let response = try await wait([status("completed")], clock: clock) {
            #expect($0 == ["/v1/responses/resp_1"])
        }
        #expect(response.outputText == "Hi")
        #expect(clock.waits.isEmpty)
        #expect(try await wait([status("incomplete")]).status == .incomplete)
    }

    @Test func `the waits grow, and unknown statuses are waited out`() async throws {
        let clock = LeapingClock()
        let statuses = ["queued", "in_progress", "dreaming", "queued"]
        let response = try await wait(statuses.map { status($0) } + [status("completed")], clock: clock)
        #expect(response.status == .completed)
        let milliseconds = clock.waits.map { Double($0.components.attoseconds) / 1e15 }
        #expect(milliseconds == [100, 150, 225, 337.5])
    }

    @Test(arguments: [("failed", MartletError.Code.server), ("cancelled", .responseCancelled)])
    func `a response that ended without an answer is an error that carries it`(
        _ ending: String, _ code: MartletError.Code
    ) async throws {
        let reason = #","error":{"code":"server_error","message":"out of memory with \#(Sample.key)"}"#
        let error = try await errorOf { try await wait([status("queued"), status(ending, more: reason)]) }
        #expect(error.code == code)
        #expect(error.response?.status?.rawValue == ending)
        #expect(!error.message.contains(Sample.key))
    }

    @Test func `at the deadline the waiting ends, with the response as it was seen`() async throws {
        let clock = LeapingClock()
        let polling = PollingPolicy.every(.seconds(4), deadline: .seconds(10))
        let error = try await errorOf {
            try await wait([status("in_progress")], polling: polling, clock: clock) { #expect($0.count == 3) }
        }
        #expect(error.code == .deadlineExceeded)
        #expect(error.message == "The response 'resp_1' did not end within the deadline of 10s.")
        #expect(error.response?.status == .inProgress)
    }

    @Test func `a look that fails ends the waiting, with the response as it was seen before`() async throws {
        try await withClient(of: [.json(status("in_progress")), .json("{}", status: 404)]) { client, _ in
            let error = try await errorOf {
                try await client.responses.wait(for: "resp_1", polling: .every(.milliseconds(1)))
            }
            #expect(error.code == .notFound)
            #expect(error.response?.status == .inProgress)
        }
    }

    @Test func `a response is started in the background and waited for`() async throws {
        let answers = [status("queued"), status("in_progress"), status("completed")]
        try await withClient(of: answers.map { .json($0) }) { client, server in
            let response = try await client.responses.createAndWait(
                ResponseSample.request, polling: .every(.milliseconds(1)))
            #expect(response.outputText == "Hi")
            #expect(server.requests.map(\.method) == ["POST", "GET", "GET"])
            #expect(
                server.requests[0].bodyText
                    == #"{"model":"smollm2","input":"Hello!","background":true,"store":true}"#)
        }
    }

    @Test func `a response that has ended is returned or thrown without a look`() async throws {
        try await withClient(of: [.json("{}", status: 404)]) { client, server in
            let ended = try ResponseObject(json: status("completed"))
            #expect(try await client.responses.wait(for: ended) == ended)
            let failed = try ResponseObject(json: status("failed"))
            #expect(try await errorOf { try await client.responses.wait(for: failed) }.response == failed)
            #expect(server.requestCount == 0)
        }
    }

    @Test func `cancellation ends the waiting at once`() async throws {
        let (looks, continuation) = AsyncStream<Void>.makeStream()
        let transport = ScriptedTransport { _ in
            continuation.yield()
            return .json(ResponseSample.response(status: "queued"))
        }
        let client = try MartletClient(
            platform: .quick("http://x/v1"), apiKey: Sample.key,
            configuration: configuration { $0.transport = transport })
        let task = Task { try await client.responses.wait(for: "r", polling: .every(.seconds(3_600))) }
        var iterator = looks.makeAsyncIterator()
        await iterator.next()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(transport.requests.count == 1)
    }
}
