import HTTPTypes
import Testing

@testable import Martlet

/// The retry tables of the protocol documents, without a network.
@Suite(.inTurn) struct RetryPolicyTests {
    /// A failed attempt, and what follows.
    struct Row: CustomTestStringConvertible {
        var failure: MartletError
        /// The waits before the attempts 2, 3, …; empty when there is none.
        var delays: [Duration]
        var testDescription: String { "\(failure) → \(delays)" }

        init(_ failure: MartletError, _ delays: Duration...) {
            self.failure = failure
            self.delays = delays
        }
    }

    private static func answer(
        _ status: Int, _ headers: HTTPFields = [:], _ body: String = #"{"error":{"message":"m"}}"#
    ) -> MartletError {
        MartletError.response(
            status: status, headers: headers, body: Array(body.utf8), redactor: Redactor(secrets: []))
    }

    private static func wait(_ value: String) -> HTTPFields { [.retryAfter: value] }
    private static func should(_ value: String) -> HTTPFields { [RetryPolicy.shouldRetry: value] }

    private func check(_ row: Row, _ policy: RetryPolicy, isIdempotent: Bool = false) {
        var delays: [Duration] = []
        while let delay = policy.delay(
            after: row.failure, attempt: delays.count + 1, isIdempotent: isIdempotent, random: 0)
        {
            delays.append(delay)
            if delays.count > 20 { break }
        }
        #expect(delays == row.delays)
    }

    // MARK: OpenAI

    @Test(arguments: [
        Row(answer(400)), Row(answer(401)), Row(answer(403)), Row(answer(404)), Row(answer(413)), Row(answer(422)),
        Row(answer(408), .milliseconds(500), .seconds(1)),
        Row(answer(409), .milliseconds(500), .seconds(1)),
        Row(answer(429), .milliseconds(500), .seconds(1)),
        Row(answer(500), .milliseconds(500), .seconds(1)),
        Row(answer(501), .milliseconds(500), .seconds(1)),
        Row(answer(529), .milliseconds(500), .seconds(1)),
        Row(answer(599), .milliseconds(500), .seconds(1)),
        Row(answer(429, wait("3")), .seconds(3), .seconds(3)),
        Row(answer(503, wait("0")), .zero, .zero),
        Row(answer(503, wait("120")), .seconds(120), .seconds(120)),
        Row(answer(429, wait("121"))),
        Row(answer(429, wait("1e100"))),
        Row(answer(429, wait("-1")), .milliseconds(500), .seconds(1)),
        Row(answer(429, wait("soon")), .milliseconds(500), .seconds(1)),
        // T46
        Row(answer(500, should("false"))),
        Row(answer(400, should("true")), .milliseconds(500), .seconds(1)),
        Row(answer(400, should("TRUE")), .milliseconds(500), .seconds(1)),
        Row(answer(400, should("maybe"))),
        Row(answer(429, [:], #"{"error":{"message":"m","code":"insufficient_quota"}}"#)),
        Row(answer(429, should("true"), #"{"error":{"message":"m","type":"insufficient_quota"}}"#)),
        Row(MartletError(.connection, "m"), .milliseconds(500), .seconds(1)),
        Row(MartletError(.connectTimeout, "m"), .milliseconds(500), .seconds(1)),
        Row(MartletError(.attemptTimeout, "m"), .milliseconds(500), .seconds(1)),
        Row(MartletError(.deadlineExceeded, "m")),
        Row(MartletError(.idleTimeout, "m")), Row(MartletError(.truncated, "m")), Row(MartletError(.decoding, "m")),
        Row(MartletError(.responseTooLarge, "m")), Row(MartletError(.invalidArgument, "m")),
        Row(MartletError(.shutDown, "m")), Row(MartletError(.reportedByServer, "m")),
    ])
    func `T45 T46 OpenAI's table`(_ row: Row) {
        check(row, Platform.openAI.retryPolicy)
    }

    // MARK: PixiGPT

    /// "Retry: all 5xx, all methods; network errors and timeouts incl. body-read failure; 429/413/503 honouring
    /// `Retry-After` when present (429/413 without it: not retried). Delay 0.1·2^(n-1) s".
    @Test(arguments: [
        Row(answer(500), .milliseconds(100), .milliseconds(200), .milliseconds(400)),
        Row(answer(501), .milliseconds(100), .milliseconds(200), .milliseconds(400)),
        Row(answer(504), .milliseconds(100), .milliseconds(200), .milliseconds(400)),
        Row(answer(429)), Row(answer(413)),
        Row(answer(429, wait("2")), .seconds(2), .seconds(2), .seconds(2)),
        Row(answer(413, wait("2")), .seconds(2), .seconds(2), .seconds(2)),
        Row(answer(503, wait("2")), .seconds(2), .seconds(2), .seconds(2)),
        Row(answer(400)), Row(answer(401)), Row(answer(404)), Row(answer(408)), Row(answer(409)), Row(answer(422)),
        Row(answer(400, wait("2"))),
        Row(MartletError(.connection, "m"), .milliseconds(100), .milliseconds(200), .milliseconds(400)),
        Row(MartletError(.attemptTimeout, "m"), .milliseconds(100), .milliseconds(200), .milliseconds(400)),
        Row(MartletError(.decoding, "m")),
    ])
    func `PixiGPT's table`(_ row: Row) {
        check(row, Platform.pixiGPT.retryPolicy)
        check(row, Platform.pixiGPT.retryPolicy, isIdempotent: true)
    }

    // MARK: GravixLayer

    /// "429: sleep `Retry-After` as float seconds if present else 2^a; 502, 503, 504: sleep 2^a; 500, other 5xx: no
    /// retry; connect/read error, timeout: sleep 2^a".
    @Test(arguments: [
        Row(answer(429), .seconds(1), .seconds(2), .seconds(4)),
        Row(answer(429, wait("0.25")), .milliseconds(250), .milliseconds(250), .milliseconds(250)),
        Row(answer(502), .seconds(1), .seconds(2), .seconds(4)),
        Row(answer(503), .seconds(1), .seconds(2), .seconds(4)),
        Row(answer(504), .seconds(1), .seconds(2), .seconds(4)),
        Row(answer(500)), Row(answer(501)), Row(answer(401)), Row(answer(403)), Row(answer(404)), Row(answer(409)),
        Row(answer(422)),
        Row(MartletError(.connection, "m"), .seconds(1), .seconds(2), .seconds(4)),
        Row(MartletError(.connectTimeout, "m"), .seconds(1), .seconds(2), .seconds(4)),
        Row(MartletError(.attemptTimeout, "m"), .seconds(1), .seconds(2), .seconds(4)),
    ])
    func `GravixLayer's table`(_ row: Row) {
        check(row, Platform.gravixLayer.retryPolicy)
    }

    // MARK: Its knobs

    @Test func `the wait doubles up to the longest`() {
        let policy = RetryPolicy(maxRetries: 40, jitter: 0)
        let delays = (1...40).compactMap {
            policy.delay(after: Self.answer(500), attempt: $0, isIdempotent: true, random: 0.9)
        }
        #expect(
            delays.prefix(6) == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(8)])
        #expect(delays.count == 40)
        #expect(delays.last == .seconds(8))
    }

    @Test(arguments: [(0.0, 1.0), (0.5, 0.875), (1.0, 0.75)])
    func `the jitter shortens the wait`(_ random: Double, _ part: Double) {
        let delay = RetryPolicy(initialDelay: .seconds(1)).delay(
            after: Self.answer(500), attempt: 1, isIdempotent: true, random: random)
        #expect(delay == .seconds(part))
    }

    @Test func `a request that may have arrived is not repeated when told so`() {
        let policy = RetryPolicy(retriesNonIdempotent: false)
        let failures = [MartletError(.connection, "m"), MartletError(.attemptTimeout, "m")]
        for failure in failures {
            #expect(policy.delay(after: failure, attempt: 1, isIdempotent: false, random: 0) == nil)
            #expect(policy.delay(after: failure, attempt: 1, isIdempotent: true, random: 0) != nil)
        }
        // It never left, or was answered.
        for failure in [MartletError(.connectTimeout, "m"), Self.answer(503)] {
            #expect(policy.delay(after: failure, attempt: 1, isIdempotent: false, random: 0) != nil)
        }
    }

    @Test func `connection failures are not repeated when told so`() {
        let policy = RetryPolicy(retriesConnectionFailures: false)
        for code in [MartletError.Code.connection, .connectTimeout, .attemptTimeout] {
            #expect(policy.delay(after: MartletError(code, "m"), attempt: 1, isIdempotent: true, random: 0) == nil)
        }
    }

    @Test(arguments: [RetryPolicy.none, RetryPolicy(maxRetries: -3)])
    func `no retries are none`(_ policy: RetryPolicy) {
        #expect(policy.delay(after: Self.answer(503), attempt: 1, isIdempotent: true, random: 0) == nil)
    }
}
