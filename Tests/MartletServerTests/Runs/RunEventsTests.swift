import MartletAPI
import Testing

@testable import MartletServer

struct RunEventsTests {
    private static func run(_ state: RunState, attempt: Int = 1) -> StoredRun {
        var run = StoredRun(
            id: "run_1", owner: .default, threadID: "thread_1", assistantID: "asst_1", createdAt: 1, model: "m")
        run.state = state
        run.attempt = attempt
        return run
    }

    /// The states that a watcher is told, up to the end.
    private static func states(_ watcher: RunEvents.Watcher) async throws -> [RunState] {
        var states: [RunState] = []
        for try await case .run(let run) in watcher { states.append(run.state) }
        return states
    }

    @Test func `A watcher is told everything up to the end of the run, and then forgotten`() async throws {
        let events = RunEvents()
        let watcher = events.watch("run_1")
        let other = events.watch("run_2")
        for state in [RunState.queued, .inProgress, .completed, .queued] {
            events.publish(.run(Self.run(state)), of: "run_1", attempt: 1)
        }
        #expect(try await Self.states(watcher) == [.queued, .inProgress, .completed])
        #expect(events.watchedRuns == 1)
        withExtendedLifetime(other) {}
    }

    @Test func `A watcher that nobody reads any more is forgotten`() {
        let events = RunEvents()
        _ = events.watch("run_1")
        #expect(events.watchedRuns == 0)
    }

    @Test func `A watcher that reads too slowly is cut off with an error, and the others are not`() async throws {
        let events = RunEvents(limit: 2)
        let slow = events.watch("run_1")
        for state in [RunState.queued, .inProgress, .completed] {
            events.publish(.run(Self.run(state)), of: "run_1")
        }
        var seen: [RunState] = []
        let error = await #expect(throws: PlatformError.self) {
            for try await case .run(let run) in slow { seen.append(run.state) }
        }
        #expect(seen == [.queued, .inProgress])
        #expect(error?.body.code == "reader_too_slow")
        #expect(events.watchedRuns == 0)
    }

    @Test func `What a worker says late of an attempt that has ended is not of the next one`() async throws {
        let events = RunEvents()
        let watcher = events.watch("run_1", after: 1)
        events.publish(.run(Self.run(.requiresAction)), of: "run_1", attempt: 1)
        events.publish(.run(Self.run(.inProgress, attempt: 2)), of: "run_1", attempt: 2)
        events.publish(.run(Self.run(.completed, attempt: 2)), of: "run_1", attempt: 2)
        #expect(try await Self.states(watcher) == [.inProgress, .completed])
    }

    @Test func `Whoever calls a run off is heard by all`() async throws {
        let events = RunEvents()
        let watcher = events.watch("run_1", after: 1)
        events.publish(.run(Self.run(.cancelled)), of: "run_1")
        #expect(try await Self.states(watcher) == [.cancelled])
    }

    @Test func `When the platform stops its watchers are told`() async {
        let events = RunEvents()
        let watcher = events.watch("run_1")
        events.finishAll()
        let error = await #expect(throws: PlatformError.self) { try await Self.states(watcher) }
        #expect(error?.body.code == "platform_stopping")
        #expect(events.watchedRuns == 0)
    }
}
