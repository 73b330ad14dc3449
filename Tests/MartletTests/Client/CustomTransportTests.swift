import HTTPTypes
import MartletAPI
import MartletTesting
import NIOCore
import Synchronization
import Testing

@testable import Martlet

/// A transport of the user's: authentication, retries, timeouts and errors are the client's all the same.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct CustomTransportTests {
    private func client(_ transport: ScriptedTransport, _ options: RequestOptions = RequestOptions()) throws
        -> MartletClient
    {
        try MartletClient(
            platform: .quick("http://x/v1"), apiKey: Sample.key, options: options,
            configuration: configuration { $0.transport = transport })
    }

    /// A body that brings these pieces and then nothing, until it is cancelled.
    private static func hanging(_ pieces: [String]) -> TransportResponse {
        let (stream, continuation) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
        for piece in pieces { continuation.yield(ByteBuffer(string: piece)) }
        let body = ResponseBody(Hanging(stream: stream, keep: continuation))
        return TransportResponse(status: 200, headers: [.contentType: "text/event-stream"], body: body)
    }

    private struct Hanging: AsyncSequence, Sendable {
        let stream: AsyncThrowingStream<ByteBuffer, any Error>
        let keep: AsyncThrowingStream<ByteBuffer, any Error>.Continuation
        func makeAsyncIterator() -> AsyncThrowingStream<ByteBuffer, any Error>.AsyncIterator {
            stream.makeAsyncIterator()
        }
    }

    @Test func `it gets authentication, and its failures are tried again`() async throws {
        let transport = ScriptedTransport { request in
            switch request.attempt {
            case 1: throw MartletError(.connection, "gone")
            case 2: .json("{}", status: 500)
            default: .json(Sample.completion())
            }
        }
        let answer = try await client(transport).chat.completions.createWithResponse(Sample.request)
        #expect(answer.value.text == "Hi")
        #expect(answer.metadata.attempts == 3)
        #expect(
            transport.requests.map { $0.headers[.authorization] ?? "" }
                == Array(repeating: "Bearer \(Sample.key)", count: 3))
        #expect(Set(transport.requests.map { $0.headers[.init("Idempotency-Key")!] }).count == 1)
    }

    @Test func `any other error of it is a failed connection`() async throws {
        struct Odd: Error {}
        let transport = ScriptedTransport { _ in throw Odd() }
        let error = try await errorOf { try await client(transport).created() }
        #expect(error.code == .connection)
        #expect(error.cause is Odd)
        #expect(error.attempts == 3)
    }

    @Test func `it may deliver a whole answer in pieces, and one that breaks is tried again`() async throws {
        struct Odd: Error {}
        for enforces in [false, true] {
            let transport = ScriptedTransport(enforcesTimeouts: enforces) { request in
                let text = Sample.completion()
                let broken = request.attempt == 1
                return .events(
                    [String(text.prefix(30)), broken ? "" : String(text.dropFirst(30))], then: broken ? Odd() : nil)
            }
            let answer = try await client(transport).chat.completions.createWithResponse(Sample.request)
            #expect(answer.value.text == "Hi")
            #expect(answer.metadata.attempts == 2)
        }
    }

    @Test func `a stream of it is a stream`() async throws {
        let transport = ScriptedTransport { _ in .events(Sample.events) }
        #expect(try await client(transport).streamed().text == Sample.eventsText)
        let cut = ScriptedTransport { _ in .events([Sample.event("Hi")]) }
        let error = try await errorOf { try await client(cut).streamed() }
        #expect(error.code == .truncated)
        #expect(error.partial?.text == "Hi")
    }

    @Test func `an answer beyond the limit is an error`() async throws {
        let transport = ScriptedTransport { _ in .events(["aaaaaa", "bbbbbb"]) }
        let error = try await errorOf {
            try await client(transport, options { $0.maximumResponseBytes = 10 }).created()
        }
        #expect(error.code == .responseTooLarge)
    }

    // MARK: Timeouts are kept from outside

    @Test func `the attempt timeout is kept for it`() async throws {
        let transport = ScriptedTransport { _ in
            try await Task.sleep(for: .seconds(60))
            return .json("{}")
        }
        let client = try client(transport, options { $0.timeout = .milliseconds(50) })
        for streamed in [false, true] {
            let error = try await within {
                try await errorOf { streamed ? try await client.streamed() : try await client.created() }
            }
            #expect(error.code == .attemptTimeout)
            #expect(error.attempts == 3)
        }
    }

    @Test func `the attempt timeout covers the body of a whole answer`() async throws {
        let transport = ScriptedTransport { _ in Self.hanging(["{"]) }
        let client = try client(transport, options { $0.timeout = .milliseconds(50) })
        let error = try await within { try await errorOf { try await client.created() } }
        #expect(error.code == .attemptTimeout)
    }

    @Test func `T49 the idle timeout is kept for its streams`() async throws {
        let transport = ScriptedTransport { _ in Self.hanging([Sample.event("Hi")]) }
        let client = try client(transport, options { $0.idleTimeout = .milliseconds(50) })
        let error = try await within { try await errorOf { try await client.streamed() } }
        #expect(error.code == .idleTimeout)
        #expect(error.partial?.text == "Hi")
    }

    @Test func `T50 the first byte of its streams has the attempt's time`() async throws {
        let transport = ScriptedTransport { _ in Self.hanging([]) }
        let hasty = try client(
            transport,
            options {
                $0.timeout = .milliseconds(50)
                $0.idleTimeout = .seconds(60)
            })
        let error = try await within { try await errorOf { try await hasty.streamed() } }
        #expect(error.code == .attemptTimeout)
        let slow = ScriptedTransport { _ in
            let stream = AsyncThrowingStream<ByteBuffer, any Error> { continuation in
                let feeder = Task {
                    try await Task.sleep(for: .seconds(2))
                    for event in Sample.events { continuation.yield(ByteBuffer(string: event)) }
                    continuation.finish()
                }
                continuation.onTermination = { _ in feeder.cancel() }
            }
            return TransportResponse(
                status: 200, headers: [.contentType: "text/event-stream"], body: ResponseBody(stream))
        }
        let patient = try client(slow, options { $0.idleTimeout = .seconds(1) })
        let text = try await undisturbed { try await patient.streamed().text }
        #expect(text == Sample.eventsText)
    }

    @Test func `the deadline is kept for it`() async throws {
        let transport = ScriptedTransport { request in
            if request.delivery == .streamed { return Self.hanging([Sample.event("Hi")]) }
            try await Task.sleep(for: .seconds(60))
            return .json("{}")
        }
        let client = try client(transport, options { $0.deadline = .milliseconds(100) })
        for streamed in [false, true] {
            let error = try await within {
                try await errorOf { streamed ? try await client.streamed() : try await client.created() }
            }
            #expect(error.code == .deadlineExceeded)
            #expect(error.attempts == 1)
        }
    }

    @Test func `cancellation reaches it`() async throws {
        let started = FaultGate()
        let ended = FaultGate()
        let transport = ScriptedTransport { _ in
            started.open()
            defer { ended.open() }
            try await Task.sleep(for: .seconds(60))
            return .json("{}")
        }
        let client = try client(transport)
        let call = Task { try await client.created() }
        await started.wait()
        call.cancel()
        let result = try await within { await call.result }
        #expect(throws: CancellationError.self) { try result.get() }
        #expect(ended.isOpen)
    }

    @Test func `cancellation ends the wait for the next piece of its stream`() async throws {
        let first = FaultGate()
        let transport = ScriptedTransport { _ in Self.hanging([Sample.event("Hi")]) }
        let client = try client(transport)
        let call = Task {
            for try await _ in try await client.chat.completions.stream(Sample.request) { first.open() }
        }
        await first.wait()
        call.cancel()
        let result = try await within { await call.result }
        #expect(throws: CancellationError.self) { try result.get() }
    }

    @Test func `shutdown reaches it`() async throws {
        let transport = ScriptedTransport { _ in .json(Sample.completion()) }
        try await client(transport).shutdown()
        #expect(transport.isShutDown)
    }
}
