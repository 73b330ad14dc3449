import Testing

@testable import MartletEngine

@Suite struct LlamaServerStateTests {
    private let policy = RestartPolicy()
    private let failure = LlamaServerError(code: .startFailed, message: "It broke.")

    /// A server that became ready at zero.
    private func ready() -> LlamaServerState {
        var state = LlamaServerState()
        state.start(generation: 1)
        state.becameReady(generation: 1, now: .zero)
        return state
    }

    @Test func `a server is started, ready, stopped`() {
        var state = LlamaServerState()
        #expect(state.readiness(now: .zero, policy: policy) == .startable)
        #expect(!state.occupiesRoom)
        state.start(generation: 1)
        #expect(state.readiness(now: .zero, policy: policy) == .pending)
        #expect(state.occupiesRoom)
        state.becameReady(generation: 1, now: .seconds(1))
        #expect(state.readiness(now: .seconds(1), policy: policy) == .ready)
        #expect(state.isIdle)
        let stopped = [state.stop(), state.stop()]
        #expect(stopped == [true, false])
        #expect(state.readiness(now: .seconds(1), policy: policy) == .pending)
        state.ended(generation: 1, failure: nil, now: .seconds(2), policy: policy)
        #expect(state.readiness(now: .seconds(2), policy: policy) == .startable)
        #expect(state.restarts == 0)
    }

    @Test func `leases keep a server from being idle`() {
        var state = ready()
        #expect(state.idleDeadline(timeout: .seconds(10)) == .seconds(10))
        state.lease()
        state.lease()
        #expect(state.idleDeadline(timeout: .seconds(10)) == nil)
        state.release(generation: 1, now: .seconds(5))
        #expect(!state.isIdle)
        state.release(generation: 1, now: .seconds(7))
        #expect(state.idleDeadline(timeout: .seconds(10)) == .seconds(17))
        #expect(state.idleDeadline(timeout: nil) == nil)
        state.release(generation: 1, now: .seconds(9))
        #expect(state.leases == 0)
    }

    @Test func `events of an earlier start are ignored`() {
        var state = ready()
        state.lease()
        state.ended(generation: 1, failure: failure, now: .zero, policy: policy)
        state.start(generation: 2)
        state.becameReady(generation: 1, now: .zero)
        #expect(state.phase == .starting)
        state.becameReady(generation: 2, now: .zero)
        state.lease()
        state.release(generation: 1, now: .seconds(1))
        #expect(state.leases == 1)
        state.ended(generation: 1, failure: failure, now: .zero, policy: policy)
        #expect(state.readiness(now: .zero, policy: policy) == .ready)
    }

    @Test func `a server that fails is blocked for a while, longer each time, and broken at the limit`() {
        var state = LlamaServerState()
        var now: Duration = .zero
        for (failures, delay) in [(1, Duration.milliseconds(500)), (2, .seconds(1))] {
            state.start(generation: UInt64(failures))
            state.ended(generation: UInt64(failures), failure: failure, now: now, policy: policy)
            #expect(state.readiness(now: now, policy: policy) == .blocked(until: now + delay))
            now += delay
            #expect(state.readiness(now: now, policy: policy) == .startable)
        }
        state.start(generation: 3)
        state.ended(generation: 3, failure: failure, now: now, policy: policy)
        var expected = failure
        expected.retryAfter = .seconds(2)
        #expect(state.readiness(now: now, policy: policy) == .broken(expected))
        // When the time has come one attempt is made; if that fails too, the error is told again.
        now += .seconds(2)
        #expect(state.readiness(now: now, policy: policy) == .startable)
        state.start(generation: 4)
        state.ended(generation: 4, failure: failure, now: now, policy: policy)
        expected.retryAfter = .seconds(4)
        #expect(state.readiness(now: now, policy: policy) == .broken(expected))
        #expect(state.restarts == 3)
    }

    @Test func `a minute of health makes earlier failures forgotten, less doesn't`() {
        for (uptime, failures) in [(Duration.seconds(59), 2), (.seconds(60), 1)] {
            var state = LlamaServerState()
            state.start(generation: 1)
            state.ended(generation: 1, failure: failure, now: .zero, policy: policy)
            state.start(generation: 2)
            state.becameReady(generation: 2, now: .seconds(1))
            state.ended(generation: 2, failure: failure, now: .seconds(1) + uptime, policy: policy)
            #expect(state.failures == failures)
        }
    }

    @Test func `what a server says while it is being stopped is no failure`() {
        var state = ready()
        _ = state.stop()
        state.ended(generation: 1, failure: failure, now: .zero, policy: policy)
        #expect(state.phase == .stopped)
        #expect(state.failures == 0)
    }

    @Test func `stopping a server that is starting lets it not become ready`() {
        var state = LlamaServerState()
        state.start(generation: 1)
        _ = state.stop()
        state.becameReady(generation: 1, now: .zero)
        #expect(state.phase == .stopping)
    }

    @Test func `stopping a server that backs off ends the waiting`() {
        var state = ready()
        state.ended(generation: 1, failure: failure, now: .zero, policy: policy)
        let hasProcess = state.stop()
        #expect(!hasProcess)
        #expect(state.readiness(now: .zero, policy: policy) == .startable)
    }

    @Test func `a missing executable gives no back-off, for nothing was tried`() {
        var state = LlamaServerState()
        state.start(generation: 1)
        let missing = LlamaServerError(code: .executableNotFound, message: "Nowhere.")
        state.ended(generation: 1, failure: missing, now: .zero, policy: policy)
        #expect(state.readiness(now: .zero, policy: policy) == .startable)
    }
}
