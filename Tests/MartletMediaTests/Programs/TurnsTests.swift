import MartletTesting
import Testing

@testable import MartletMedia

@Suite(.timeLimit(.minutes(2))) struct TurnsTests {
    @Test func `no more than so many go on at the same time`() async throws {
        let turns = Turns(2)
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await turns.taking {
                        await counts.begin()
                        await Task.yield()
                        await counts.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await counts.now == 0)
        #expect((1...2).contains(await counts.most))
    }

    @Test func `who is cancelled while waiting takes no turn`() async throws {
        let turns = Turns(1)
        let gate = FaultGate()
        let first = Task { try await turns.taking { await gate.wait() } }
        await gate.waitUntilReached()
        let second = Task { try await turns.taking { Issue.record("it was not its turn") } }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        gate.open()
        try await first.value
        // The turn is free again.
        #expect(try await turns.taking { 1 } == 1)
    }

    @Test func `a turn is given back when its work fails`() async throws {
        let turns = Turns(1)
        await #expect(throws: CancellationError.self) { try await turns.taking { throw CancellationError() } }
        #expect(try await turns.taking { 1 } == 1)
    }
}

/// How many are at it now, and were at most.
private actor Counts {
    private(set) var now = 0
    private(set) var most = 0

    func begin() {
        now += 1
        most = max(most, now)
    }

    func end() { now -= 1 }
}
