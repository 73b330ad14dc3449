import MartletAPI
import Synchronization
import Testing

@testable import MartletServer

@Suite(.timeLimit(.minutes(2))) struct PrototypeSpacesTests {
    private struct Mishap: Error {}

    private static func made() throws -> PrototypeSpace {
        try #require(PrototypeSpace([([1, 0], .safe), ([0, 1], .pii)]))
    }

    /// Lets those who make spaces wait until it is opened.
    private struct Gate: Sendable {
        private let gate = AsyncStream<Void>.makeStream()
        func wait() async { for await _ in gate.stream {} }
        func open() { gate.continuation.finish() }
    }

    @Test func `all who ask at the same time, and later, share one computation`() async throws {
        let (spaces, gate, count) = (PrototypeSpaces(), Gate(), Counted())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    _ = try await spaces.space(for: "m") {
                        count.add()
                        await gate.wait()
                        return try Self.made()
                    }
                }
            }
            try await eventually("somebody makes it") { count.value > 0 }
            gate.open()
            try await group.waitForAll()
        }
        _ = try await spaces.space(for: "m") { throw Mishap() }
        #expect(count.value == 1)
    }

    @Test func `a failure is told to those who wait, and forgotten`() async throws {
        let spaces = PrototypeSpaces()
        await #expect(throws: Mishap.self) { try await spaces.space(for: "m") { throw Mishap() } }
        _ = try await spaces.space(for: "m") { try Self.made() }
    }

    @Test func `another model has a space of its own`() async throws {
        let (spaces, count) = (PrototypeSpaces(), Counted())
        for model in ["a", "a", "b", "b"] as [ModelID] {
            _ = try await spaces.space(for: model) {
                count.add()
                return try Self.made()
            }
        }
        #expect(count.value == 2)
    }

    @Test func `who goes away leaves the others their space, and the last one ends the computation`() async throws {
        let (spaces, gate, count, ended) = (PrototypeSpaces(), Gate(), Counted(), Counted())
        @Sendable @concurrent func make() async throws -> PrototypeSpace {
            count.add()
            await gate.wait()
            if Task.isCancelled { ended.add() }
            try Task.checkCancellation()
            return try Self.made()
        }
        // Both awaited below.
        let (first, second) = (
            Task { try await spaces.space(for: "m", make: make) }, Task { try await spaces.space(for: "m", make: make) }
        )
        try await eventually("both wait") { await spaces.waiting == 2 }
        first.cancel()
        try await eventually("one has left") { await spaces.waiting == 1 }
        #expect(ended.value == 0)
        second.cancel()
        try await eventually("the computation ends") { ended.value == 1 }
        _ = await (first.result, second.result)
        _ = try await spaces.space(for: "m") { try Self.made() }
        #expect(count.value == 1)
    }
}

private final class Counted: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}
