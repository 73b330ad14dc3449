import ServiceLifecycle
import Testing

@testable import MartletEngine

/// The pool with scripted servers and a clock that is moved by hand.
@Suite(.timeLimit(.minutes(5))) struct LlamaServerPoolTests {
    private struct Fixture {
        let pool: LlamaServerPool
        let runner: ScriptedRunner
        let clock: SteppedClock
    }

    /// Lends a running pool with the models `a`, `b` and `c`.
    private func withPool(
        _ runner: ScriptedRunner = ScriptedRunner(), maximumLoaded: Int = 3,
        _ body: (Fixture) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            for id in ["a", "b", "c"] { try write(GGUFBuilder.chat.bytes, to: "\(directory)/\(id).gguf") }
            var configuration = LlamaServerConfiguration(dataDirectory: directory, modelsDirectory: directory)
            configuration.maximumLoadedModels = maximumLoaded
            let clock = SteppedClock()
            let pool = LlamaServerPool(
                configuration: configuration, catalog: nil, clock: EngineClock(clock), runner: runner, logger: silent)
            let fixture = Fixture(pool: pool, runner: runner, clock: clock)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool.run() }
                try await body(fixture)
                await pool.shutdown()
                try await group.waitForAll()
                #expect(runner.running.isEmpty)
            }
        }
    }

    @Test func `concurrent callers share one start`() async throws {
        try await withPool { fixture in
            let generations = try await withThrowingTaskGroup(of: UInt64.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await fixture.pool.withLease(model: "a") { $0.generation } }
                }
                return try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
            }
            #expect(generations.count == 1)
            #expect(fixture.runner.starts == ["a"])
        }
    }

    @Test func `a lease says what the server is, and counts until it is released`() async throws {
        try await withPool { fixture in
            let pool = fixture.pool
            #expect(await pool.loaded.isEmpty)
            let lease = try await pool.acquire(model: "a")
            #expect(lease.baseURL == "http://127.0.0.1:1001")
            #expect(lease.apiKey == "key")
            #expect(lease.contextLength == 512)
            #expect(lease.slots == 4)
            #expect(lease.kind == .chat)
            #expect(await pool.loaded.map(\.leases) == [1])
            #expect(await pool.loaded.map(\.port) == [1_001])
            pool.release(lease)
            pool.release(lease)
            #expect(await pool.loaded.map(\.leases) == [0])
        }
    }

    @Test func `T44 a lease never shows its key`() async throws {
        try await withPool(ScriptedRunner()) { fixture in
            let lease = try await fixture.pool.acquire(model: "a")
            var dumped = ""
            dump(lease, to: &dumped)
            for text in ["\(lease)", String(reflecting: lease), dumped, "\([lease])"] {
                #expect(!text.contains("key"))
                #expect(text.contains("127.0.0.1"))
            }
        }
    }

    @Test func `a closure that throws gives its lease back`() async throws {
        struct Trouble: Error {}
        try await withPool { fixture in
            await #expect(throws: Trouble.self) {
                try await fixture.pool.withLease(model: "a") { _ in throw Trouble() }
            }
            #expect(await fixture.pool.loaded.map(\.leases) == [0])
        }
    }

    @Test func `an unknown model is told with those that are known, and starts nothing`() async throws {
        try await withPool { fixture in
            let error = await #expect(throws: LlamaServerError.self) { try await fixture.pool.acquire(model: "z") }
            #expect(error?.code == .modelNotFound)
            #expect(error?.message.contains("a, b, c") == true)
            #expect(fixture.runner.starts.isEmpty)
        }
    }

    @Test func `a server that nobody uses is unloaded when its time is over`() async throws {
        try await withPool { fixture in
            try await fixture.pool.withLease(model: "a") { _ in }
            try await eventually("the pool waits") { fixture.clock.sleepers == 1 }
            fixture.clock.advance(by: .seconds(599))
            #expect(fixture.runner.running == ["a"])
            fixture.clock.advance(by: .seconds(1))
            try await eventually("the server is stopped") { fixture.runner.running.isEmpty }
            try await eventually("the pool knows") { await fixture.pool.loaded.isEmpty }
        }
    }

    @Test func `a server in use is not unloaded`() async throws {
        try await withPool { fixture in
            try await fixture.pool.withLease(model: "a") { _ in
                fixture.clock.advance(by: .seconds(100_000))
                #expect(fixture.runner.running == ["a"])
            }
        }
    }

    @Test func `a crash is followed by a restart for the next caller, after the wait`() async throws {
        try await withPool { fixture in
            let first = try await fixture.pool.acquire(model: "a")
            fixture.runner.crash("a")
            try await eventually("the pool notices") { await fixture.pool.loaded.isEmpty }
            async let second = fixture.pool.acquire(model: "a")
            try await eventually("the pool waits") { fixture.clock.sleepers == 1 }
            #expect(fixture.runner.starts == ["a"])
            fixture.clock.advance(by: .milliseconds(500))
            #expect(try await second.generation != first.generation)
            #expect(fixture.runner.starts == ["a", "a"])
            #expect(await fixture.pool.loaded.map(\.restarts) == [1])
            // The first lease has ended with its server; giving it back doesn't touch the second.
            fixture.pool.release(first)
            #expect(await fixture.pool.loaded.map(\.leases) == [1])
        }
    }

    @Test func `a server that never starts is tried three times, and then the error is told`() async throws {
        let failure = LlamaServerError(code: .startFailed, message: "It broke.", logTail: ["the reason"])
        try await withPool(ScriptedRunner { _, _ in .fail(failure) }) { fixture in
            async let lease = fixture.pool.acquire(model: "a")
            for delay in [Duration.milliseconds(500), .seconds(1)] {
                try await eventually("the pool waits") { fixture.clock.sleepers == 1 }
                fixture.clock.advance(by: delay)
            }
            do {
                _ = try await lease
                Issue.record("There is a lease on a server that never started.")
            } catch let error as LlamaServerError {
                #expect(error.code == .startFailed)
                #expect(error.logTail == ["the reason"])
                #expect(error.retryAfter == .seconds(2))
            }
            #expect(fixture.runner.starts.count == 3)
            await #expect(throws: LlamaServerError.self) { try await fixture.pool.acquire(model: "a") }
            #expect(fixture.runner.starts.count == 3)
        }
    }

    @Test func `for one model too many an idle one goes; while all are busy callers wait`() async throws {
        try await withPool(maximumLoaded: 2) { fixture in
            let pool = fixture.pool
            let first = try await pool.acquire(model: "a")
            let second = try await pool.acquire(model: "b")
            async let third = pool.acquire(model: "c")
            pool.release(second)
            #expect(try await third.model == "c")
            #expect(fixture.runner.running == ["a", "c"])
            pool.release(first)
        }
    }

    @Test func `a caller that is cancelled while it waits gets nothing and leaves nothing behind`() async throws {
        try await withPool(ScriptedRunner { _, _ in .stuck }) { fixture in
            await #expect(throws: CancellationError.self) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await fixture.pool.acquire(model: "a") }
                    try await eventually("the server is being started") { fixture.runner.starts == ["a"] }
                    group.cancelAll()
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test func `unloading ends a server though it is used, and returns when it is gone`() async throws {
        try await withPool { fixture in
            let lease = try await fixture.pool.acquire(model: "a")
            await fixture.pool.unload(model: "a")
            #expect(fixture.runner.running.isEmpty)
            await fixture.pool.unload(model: "a")
            await fixture.pool.unload(model: "never loaded")
            let next = try await fixture.pool.acquire(model: "a")
            #expect(next.generation != lease.generation)
            #expect(await fixture.pool.loaded.map(\.restarts) == [0])
        }
    }

    @Test func `shutting down tells those who wait, ends the servers, and lets run return`() async throws {
        try await withPool(ScriptedRunner { model, _ in model == "b" ? .stuck : .ready }) { fixture in
            let pool = fixture.pool
            _ = try await pool.acquire(model: "a")
            async let waiting = pool.acquire(model: "b")
            try await eventually("both are started") { fixture.runner.running == ["a", "b"] }
            await pool.shutdown()
            #expect(fixture.runner.running.isEmpty)
            do {
                _ = try await waiting
                Issue.record("There is a lease though the pool has been shut down.")
            } catch let error as LlamaServerError {
                #expect(error.code == .shutDown)
            }
            let error = await #expect(throws: LlamaServerError.self) { try await pool.acquire(model: "a") }
            #expect(error?.code == .shutDown)
            await pool.shutdown()
        }
    }

    @Test func `cancelling run ends everything`() async throws {
        try await withTemporaryDirectory { directory in
            try write(GGUFBuilder.chat.bytes, to: "\(directory)/a.gguf")
            let runner = ScriptedRunner()
            let pool = LlamaServerPool(
                configuration: LlamaServerConfiguration(dataDirectory: directory, modelsDirectory: directory),
                catalog: nil, clock: EngineClock(SteppedClock()), runner: runner, logger: silent)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool.run() }
                _ = try await pool.acquire(model: "a")
                group.cancelAll()
                try await group.waitForAll()
            }
            #expect(runner.running.isEmpty)
            await #expect(throws: LlamaServerError.self) { try await pool.acquire(model: "a") }
            await #expect(throws: LlamaServerError.self) { try await pool.run() }
            await pool.unload(model: "a")
            await pool.shutdown()
        }
    }

    @Test func `a pool that never ran shuts down`() async throws {
        let pool = LlamaServerPool(
            configuration: LlamaServerConfiguration(dataDirectory: "/nonexistent"), catalog: nil,
            clock: EngineClock(SteppedClock()), runner: ScriptedRunner(), logger: silent)
        await pool.shutdown()
        try await pool.run()
    }

    @Test func `the service group's graceful shutdown ends the servers`() async throws {
        try await withTemporaryDirectory { directory in
            try write(GGUFBuilder.chat.bytes, to: "\(directory)/a.gguf")
            let runner = ScriptedRunner()
            let pool = LlamaServerPool(
                configuration: LlamaServerConfiguration(dataDirectory: directory, modelsDirectory: directory),
                catalog: nil, clock: EngineClock(SteppedClock()), runner: runner, logger: silent)
            let services = ServiceGroup(
                configuration: .init(services: [.init(service: pool)], logger: silent))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await services.run() }
                _ = try await pool.acquire(model: "a")
                await services.triggerGracefulShutdown()
                try await group.waitForAll()
            }
            #expect(runner.running.isEmpty)
        }
    }
}
