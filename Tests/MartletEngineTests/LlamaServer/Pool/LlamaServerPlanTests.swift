import Testing

@testable import MartletEngine

@Suite struct LlamaServerPlanTests {
    private let failure = LlamaServerError(code: .startFailed, message: "It broke.")

    private func plan(maximumLoaded: Int = 3, idleTimeout: Duration? = nil) -> LlamaServerPlan {
        LlamaServerPlan(maximumLoaded: maximumLoaded, idleTimeout: idleTimeout, policy: RestartPolicy())
    }

    @Test func `all who come while a server starts are given a lease when it is ready`() {
        var plan = plan()
        #expect(plan.acquire(ticket: 1, model: "a", now: .zero) == [.start(model: "a", generation: 1)])
        #expect(plan.acquire(ticket: 2, model: "a", now: .zero) == [])
        #expect(
            plan.becameReady(model: "a", generation: 1, now: .zero) == [
                .grant(ticket: 1, model: "a", generation: 1), .grant(ticket: 2, model: "a", generation: 1),
            ])
        #expect(plan.acquire(ticket: 3, model: "a", now: .zero) == [.grant(ticket: 3, model: "a", generation: 1)])
        #expect(plan.servers["a"]?.leases == 3)
    }

    @Test func `one who gives up is not given anything, and the server goes on`() {
        var plan = plan()
        _ = plan.acquire(ticket: 1, model: "a", now: .zero)
        let abandoned = [plan.abandon(ticket: 1), plan.abandon(ticket: 1)]
        #expect(abandoned == [true, false])
        #expect(plan.becameReady(model: "a", generation: 1, now: .zero) == [])
        #expect(plan.isReady("a"))
    }

    @Test func `releasing twice counts once`() {
        var plan = plan()
        _ = plan.acquire(ticket: 1, model: "a", now: .zero)
        _ = plan.acquire(ticket: 2, model: "a", now: .zero)
        _ = plan.becameReady(model: "a", generation: 1, now: .zero)
        _ = plan.release(ticket: 1, now: .zero)
        _ = plan.release(ticket: 1, now: .zero)
        #expect(plan.servers["a"]?.leases == 1)
    }

    @Test func `an idle server is stopped when its time is over, counted from the last release`() {
        var plan = plan(idleTimeout: .seconds(10))
        _ = plan.acquire(ticket: 1, model: "a", now: .zero)
        _ = plan.becameReady(model: "a", generation: 1, now: .zero)
        #expect(plan.release(ticket: 1, now: .seconds(3)) == [.wake(at: .seconds(13))])
        // Used again in between: the wake-up comes too early and asks for another one.
        #expect(plan.acquire(ticket: 2, model: "a", now: .seconds(5)).count == 1)
        #expect(plan.release(ticket: 2, now: .seconds(6)) == [])
        #expect(plan.wokeUp(at: .seconds(13), now: .seconds(13)) == [.wake(at: .seconds(16))])
        #expect(plan.wokeUp(at: .seconds(16), now: .seconds(16)) == [.stop(model: "a", generation: 1)])
        #expect(plan.ended(model: "a", generation: 1, failure: nil, now: .seconds(17)) == [])
        #expect(plan.isEmpty)
    }

    @Test func `a server in use is never stopped for being idle`() {
        var plan = plan(idleTimeout: .seconds(10))
        _ = plan.acquire(ticket: 1, model: "a", now: .zero)
        _ = plan.becameReady(model: "a", generation: 1, now: .zero)
        #expect(plan.wokeUp(at: .seconds(10), now: .seconds(1_000)) == [])
    }

    @Test func `a thousand uses ask for one wake-up`() {
        var plan = plan(idleTimeout: .seconds(10))
        _ = plan.acquire(ticket: 0, model: "a", now: .zero)
        _ = plan.becameReady(model: "a", generation: 1, now: .zero)
        var wakes = 0
        for ticket in 1...1_000 {
            let now = Duration.milliseconds(ticket)
            let actions =
                plan.acquire(ticket: UInt64(ticket), model: "a", now: now)
                + plan.release(ticket: UInt64(ticket - 1), now: now) + plan.release(ticket: UInt64(ticket), now: now)
            wakes += actions.count { if case .wake = $0 { true } else { false } }
        }
        #expect(wakes == 1)
    }

    @Test func `who comes while a server is being stopped gets the next one`() {
        var plan = plan()
        _ = plan.acquire(ticket: 1, model: "a", now: .zero)
        _ = plan.becameReady(model: "a", generation: 1, now: .zero)
        #expect(plan.unload(model: "a", now: .zero) == [.stop(model: "a", generation: 1)])
        #expect(plan.unload(model: "a", now: .zero) == [])
        #expect(plan.acquire(ticket: 2, model: "a", now: .zero) == [])
        #expect(
            plan.ended(model: "a", generation: 1, failure: nil, now: .zero) == [.start(model: "a", generation: 2)])
    }

    // MARK: Room

    /// A plan with servers for models that are ready and were used in this order.
    private func filled(_ models: String...) -> LlamaServerPlan {
        var plan = plan(maximumLoaded: models.count)
        for (index, model) in models.enumerated() {
            let ticket = UInt64(1_000 + index)
            _ = plan.acquire(ticket: ticket, model: model, now: .zero)
            _ = plan.becameReady(model: model, generation: UInt64(index + 1), now: .seconds(index))
            _ = plan.release(ticket: ticket, now: .seconds(10 + index))
        }
        return plan
    }

    @Test func `for one more, the idle server that was used longest ago is stopped first`() {
        var plan = filled("a", "b", "c")
        _ = plan.acquire(ticket: 1, model: "a", now: .seconds(20))
        #expect(plan.acquire(ticket: 2, model: "d", now: .seconds(20)) == [.stop(model: "b", generation: 2)])
        // It isn't started before the other one is gone, and nobody else is stopped meanwhile.
        #expect(plan.acquire(ticket: 3, model: "d", now: .seconds(21)) == [])
        #expect(
            plan.ended(model: "b", generation: 2, failure: nil, now: .seconds(22)) == [
                .start(model: "d", generation: 4)
            ])
    }

    @Test func `two more stop two`() {
        var plan = filled("a", "b", "c")
        #expect(plan.acquire(ticket: 1, model: "d", now: .seconds(20)) == [.stop(model: "a", generation: 1)])
        #expect(plan.acquire(ticket: 2, model: "e", now: .seconds(20)) == [.stop(model: "b", generation: 2)])
        #expect(plan.acquire(ticket: 3, model: "d", now: .seconds(20)) == [])
    }

    @Test func `while all are busy callers wait, and the first one is served first`() {
        var plan = filled("a")
        _ = plan.acquire(ticket: 1, model: "a", now: .seconds(20))
        #expect(plan.acquire(ticket: 2, model: "b", now: .seconds(20)) == [])
        #expect(plan.acquire(ticket: 3, model: "c", now: .seconds(20)) == [])
        #expect(plan.release(ticket: 1, now: .seconds(21)) == [.stop(model: "a", generation: 1)])
        #expect(
            plan.ended(model: "a", generation: 1, failure: nil, now: .seconds(22)) == [
                .start(model: "b", generation: 2)
            ])
        #expect(
            plan.becameReady(model: "b", generation: 2, now: .seconds(23)) == [
                .grant(ticket: 2, model: "b", generation: 2)
            ])
        #expect(plan.release(ticket: 2, now: .seconds(24)) == [.stop(model: "b", generation: 2)])
        #expect(
            plan.ended(model: "b", generation: 2, failure: nil, now: .seconds(25)) == [
                .start(model: "c", generation: 3)
            ])
    }

    @Test func `a server that crashes makes room too`() {
        var plan = filled("a")
        _ = plan.acquire(ticket: 1, model: "a", now: .seconds(20))
        _ = plan.acquire(ticket: 2, model: "b", now: .seconds(20))
        #expect(
            plan.ended(model: "a", generation: 1, failure: failure, now: .seconds(21)) == [
                .start(model: "b", generation: 2)
            ])
    }

    @Test func `a limit of nothing is a limit of one`() {
        var plan = plan(maximumLoaded: 0)
        #expect(plan.acquire(ticket: 1, model: "a", now: .zero) == [.start(model: "a", generation: 1)])
    }

    // MARK: Failures

    @Test func `a server that fails to start is tried again after a wait, and then its callers are told`() {
        var plan = plan()
        _ = plan.acquire(ticket: 1, model: "a", now: .zero)
        #expect(
            plan.ended(model: "a", generation: 1, failure: failure, now: .zero) == [.wake(at: .milliseconds(500))])
        #expect(
            plan.wokeUp(at: .milliseconds(500), now: .milliseconds(500)) == [.start(model: "a", generation: 2)])
        #expect(
            plan.ended(model: "a", generation: 2, failure: failure, now: .seconds(1)) == [.wake(at: .seconds(2))])
        #expect(plan.wokeUp(at: .seconds(2), now: .seconds(2)) == [.start(model: "a", generation: 3)])
        var told = failure
        told.retryAfter = .seconds(2)
        #expect(
            plan.ended(model: "a", generation: 3, failure: failure, now: .seconds(3)) == [
                .fail(ticket: 1, error: told)
            ])
        // Who comes before the time is told at once; after it, one attempt is made.
        told.retryAfter = .seconds(1)
        #expect(plan.acquire(ticket: 2, model: "a", now: .seconds(4)) == [.fail(ticket: 2, error: told)])
        #expect(plan.acquire(ticket: 3, model: "a", now: .seconds(5)) == [.start(model: "a", generation: 4)])
    }

    @Test func `a crash of an idle server starts nothing; the next caller does, after the wait`() {
        var plan = filled("a")
        #expect(plan.ended(model: "a", generation: 1, failure: failure, now: .seconds(30)) == [])
        #expect(
            plan.acquire(ticket: 1, model: "a", now: .seconds(30)) == [.wake(at: .milliseconds(30_500))])
        #expect(
            plan.wokeUp(at: .milliseconds(30_500), now: .milliseconds(30_500)) == [.start(model: "a", generation: 2)])
    }

    @Test func `a crash ends the leases, and giving one back later does nothing to the next server`() {
        var plan = plan()
        _ = plan.acquire(ticket: 1, model: "a", now: .zero)
        _ = plan.becameReady(model: "a", generation: 1, now: .zero)
        _ = plan.ended(model: "a", generation: 1, failure: failure, now: .seconds(100))
        #expect(plan.servers["a"]?.leases == 0)
        #expect(plan.acquire(ticket: 2, model: "a", now: .seconds(101)) == [.start(model: "a", generation: 2)])
        _ = plan.becameReady(model: "a", generation: 2, now: .seconds(102))
        #expect(plan.release(ticket: 1, now: .seconds(103)) == [])
        #expect(plan.servers["a"]?.leases == 1)
        #expect(plan.servers["a"]?.restarts == 1)
    }

    @Test func `what needs help is told at once`() {
        var plan = plan()
        _ = plan.acquire(ticket: 1, model: "a", now: .zero)
        let missing = LlamaServerError(code: .executableNotFound, message: "Nowhere.")
        #expect(
            plan.ended(model: "a", generation: 1, failure: missing, now: .zero) == [.fail(ticket: 1, error: missing)])
        #expect(plan.acquire(ticket: 2, model: "a", now: .zero) == [.start(model: "a", generation: 2)])
    }

    // MARK: The end

    @Test func `shutting down stops everything and tells everybody`() {
        var plan = filled("a", "b")
        _ = plan.acquire(ticket: 1, model: "a", now: .seconds(20))
        _ = plan.acquire(ticket: 2, model: "b", now: .seconds(20))
        _ = plan.acquire(ticket: 3, model: "c", now: .seconds(20))
        #expect(
            plan.shutDown() == [
                .fail(ticket: 3, error: .shutDown("c")), .stop(model: "a", generation: 1),
                .stop(model: "b", generation: 2),
            ])
        #expect(plan.shutDown() == [])
        #expect(plan.acquire(ticket: 4, model: "a", now: .seconds(21)) == [.fail(ticket: 4, error: .shutDown("a"))])
        #expect(plan.release(ticket: 1, now: .seconds(21)) == [])
        #expect(plan.ended(model: "a", generation: 1, failure: nil, now: .seconds(22)) == [])
        #expect(!plan.isEmpty)
        #expect(plan.ended(model: "b", generation: 2, failure: failure, now: .seconds(22)) == [])
        #expect(plan.isEmpty)
    }
}
