import MartletTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import MartletServer

@Suite struct ConnectionMonitorTests {
    /// A connection with the monitor's handler in its pipeline.
    private func connection(_ monitor: ConnectionMonitor) async throws -> NIOAsyncTestingChannel {
        let channel = NIOAsyncTestingChannel()
        try await channel.pipeline.addHandler(monitor.makeHandler()).get()
        return channel
    }

    @Test func `connections that close leave nothing behind`() async throws {
        let monitor = ConnectionMonitor()
        for _ in 0..<50 {
            let channel = try await connection(monitor)
            #expect(monitor.watchedConnections == 1)
            #expect(try await monitor.cancellingWhenGone(channel) { 7 } == 7)
            try await channel.close().get()
            try await eventually("the connection is forgotten") {
                await channel.testingEventLoop.run()
                return monitor.watchedConnections == 0
            }
        }
    }

    @Test func `T63 what is under way is cancelled when the client closes, or stops sending`() async throws {
        for halfCloses in [true, false] {
            let monitor = ConnectionMonitor()
            let channel = try await connection(monitor)
            let gate = FaultGate()
            let outcome = Task {
                try await monitor.cancellingWhenGone(channel) {
                    await gate.wait()
                    try Task.checkCancellation()
                }
            }
            await gate.waitUntilReached()
            if halfCloses {
                try await channel.testingEventLoop.executeInContext {
                    channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
                }
            } else {
                try await channel.close().get()
            }
            await #expect(throws: ClientGone.self) { try await outcome.value }
            // Nothing is begun any more.
            await #expect(throws: ClientGone.self) {
                try await monitor.cancellingWhenGone(channel) { try Task.checkCancellation() }
            }
            _ = try? await channel.finish()
        }
    }

    @Test func `a cancellation from elsewhere stays one`() async throws {
        let monitor = ConnectionMonitor()
        let channel = try await connection(monitor)
        await #expect(throws: CancellationError.self) {
            try await monitor.cancellingWhenGone(channel) { throw CancellationError() }
        }
        let gate = FaultGate()
        let task = Task {
            try await monitor.cancellingWhenGone(channel) {
                await gate.wait()
                try Task.checkCancellation()
            }
        }
        await gate.waitUntilReached()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        _ = try? await channel.finish()
    }

    @Test func `without a connection the work is just done`() async throws {
        #expect(try await ConnectionMonitor().cancellingWhenGone(nil) { 7 } == 7)
    }
}
