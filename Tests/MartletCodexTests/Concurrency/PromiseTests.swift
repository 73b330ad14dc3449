import MartletTesting
import Testing

@testable import MartletCodex

struct PromiseTests {
    private struct Trouble: Error {}

    @Test func `everybody who waits gets the first value`() async throws {
        let promise = Promise<Int>()
        let results = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<5 { group.addTask { try await promise.wait() } }
            #expect(promise.resolve(.success(1)))
            #expect(!promise.resolve(.success(2)))
            var results: [Int] = []
            for try await result in group { results.append(result) }
            return results
        }
        #expect(results == [1, 1, 1, 1, 1])
        #expect(try await promise.wait() == 1)
    }

    @Test func `a cancelled task waits no longer, and the others go on`() async throws {
        let promise = Promise<Int>()
        let cancelled = Task { try await promise.wait() }
        let other = Task { try await promise.wait() }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        promise.resolve(.success(3))
        #expect(try await other.value == 3)
    }

    @Test func `who waits through cancellation gets the value`() async throws {
        let promise = Promise<Int>()
        let task = Task { try await promise.waitThroughCancellation() }
        task.cancel()
        promise.resolve(.success(4))
        #expect(try await task.value == 4)
    }

    @Test func `an error is thrown to everybody`() async throws {
        let promise = Promise<Int>()
        promise.resolve(.failure(Trouble()))
        await #expect(throws: Trouble.self) { try await promise.wait() }
        await #expect(throws: Trouble.self) { try await promise.waitThroughCancellation() }
    }
}
