import Testing

@testable import Martlet

/// Work that is done once for many.
@Suite(.timeLimit(.minutes(5))) struct SharedWorkTests {
    /// Work that ends when the test says so.
    private final class Gate: Sendable {
        private let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation
        init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }
        func open() { continuation.finish() }
        func pass() async { for await _ in stream {} }
    }

    @Test func `all who wait get the value, and the work is done once`() async throws {
        let gate = Gate()
        let runs = Counter()
        let work = SharedWork {
            runs.next()
            await gate.pass()
            return 7
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { try await work.value() } }
            gate.open()
            for try await value in group { #expect(value == 7) }
        }
        #expect(try await work.value() == 7)
        #expect(runs.count == 1)
    }

    @Test func `one who is cancelled leaves at once, and the work goes on for the other`() async throws {
        let gate = Gate()
        let work = SharedWork {
            await gate.pass()
            return Task.isCancelled
        }
        let other = Task { try await work.value() }
        while work.waiters < 1 { await Task.yield() }
        let one = Task { try await work.value() }
        one.cancel()
        await #expect(throws: CancellationError.self) { try await one.value }
        gate.open()
        #expect(try await other.value == false)
    }

    @Test func `when nobody waits any more the work is cancelled`() async throws {
        let ended = Gate()
        let work = SharedWork { () async throws -> Int in
            defer { ended.open() }
            try await Task.sleep(for: .seconds(3_600))
            return 1
        }
        let one = Task { try await work.value() }
        one.cancel()
        await #expect(throws: CancellationError.self) { try await one.value }
        await ended.pass()
        await #expect(throws: CancellationError.self) { try await work.value() }
    }

    @Test func `an error reaches all`() async {
        let work = SharedWork { () async throws -> Int in throw MartletError(.server, "no") }
        await #expect(throws: MartletError.self) { try await work.value() }
        await #expect(throws: MartletError.self) { try await work.value() }
    }
}
