import Testing

@testable import MartletAgent

@Suite(.timeLimit(.minutes(5))) struct CallQueueTests {
    @Test func `Calls are let through one at a time, in the order in which they came`() async throws {
        let queue = CallQueue()
        try await queue.enter()
        let order = LogRecorder()
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<5 {
            tasks.append(
                Task {
                    try await queue.enter()
                    order.append("\(number)")
                    queue.leave()
                })
            while queue.waiting <= number { await Task.yield() }
        }
        queue.leave()
        for task in tasks { try await task.value }
        #expect(order.lines == ["0", "1", "2", "3", "4"])
        // It is free again.
        try await queue.enter()
        queue.leave()
    }

    @Test func `A cancelled call leaves the queue and the others stay`() async throws {
        let queue = CallQueue()
        try await queue.enter()
        let first = Task { try await queue.enter() }
        while queue.waiting < 1 { await Task.yield() }
        let second = Task { try await queue.enter() }
        while queue.waiting < 2 { await Task.yield() }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(queue.waiting == 1)
        queue.leave()
        try await second.value
        queue.leave()
    }

    @Test func `A call of a cancelled task does not wait`() async throws {
        let queue = CallQueue()
        try await queue.enter()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await queue.enter()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(queue.waiting == 0)
        queue.leave()
    }

    @Test func `Closing fails those that wait and all that come`() async throws {
        let queue = CallQueue()
        try await queue.enter()
        let waiting = Task { try await queue.enter() }
        while queue.waiting < 1 { await Task.yield() }
        queue.close()
        await #expect(throws: CallQueue.Refusal.closed) { try await waiting.value }
        await #expect(throws: CallQueue.Refusal.closed) { try await Task { try await queue.enter() }.value }
        queue.leave()
    }

    @Test func `A call that would wait for itself fails`() async throws {
        let queue = CallQueue()
        try await queue.enter()
        // The same task.
        await #expect(throws: CallQueue.Refusal.waitsForItself) { try await queue.enter() }
        // Code that the call runs, in whatever task.
        await queue.surrounding {
            let task = Task { try await queue.enter() }
            await #expect(throws: CallQueue.Refusal.waitsForItself) { try await task.value }
        }
        // Another queue is none of its business.
        let other = CallQueue()
        try await queue.surrounding { try await other.enter() }
        other.leave()
        queue.leave()
    }
}
