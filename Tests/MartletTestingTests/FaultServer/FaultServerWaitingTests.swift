import Synchronization
import Testing

@testable import MartletTesting

/// What the server notices, and what it waits for.
@Suite(.timeLimit(.minutes(1))) struct FaultServerWaitingTests {
    @Test(arguments: [
        FaultResponse.Step.silence, .hold(FaultGate()), .delay(.seconds(3600)), .repeated([1], count: .max),
    ])
    func `T53 a client that leaves ends the task at once`(_ step: FaultResponse.Step) async throws {
        try await withFaultServer([FaultResponse(framing: .chunked, steps: [step])]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                _ = try await client.read(through: "\r\n\r\n")
                #expect(server.core.monitor.read { $0.runningTasks } == 1)
            }
            try await server.waitForDisconnect(ofRequest: 0)
            try await server.core.monitor.wait(
                timeout: .seconds(10), orFail: { "\($0.runningTasks) tasks run on" }, until: { $0.runningTasks == 0 })
        }
    }

    @Test func `a client that leaves cancels the handler`() async throws {
        let cancelled = FaultGate()
        let handler: FaultServer.Handler = { _ in
            await FaultGate().wait()
            if Task.isCancelled { cancelled.open() }
            return .text("too late")
        }
        try await withFaultServer(handler) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                try await server.waitForRequests(1)
            }
            await cancelled.wait()
            try await server.waitForDisconnect(ofRequest: 0)
        }
    }

    @Test func `a client that leaves in the middle of a request is no request`() async throws {
        try await withFaultServer([.text("ok")]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get(method: "POST", headers: "Content-Length: 10\r\nExpect: 100-continue\r\n")
                _ = try await client.read(through: "\r\n\r\n")
                try await client.send("half")
                try await server.waitForOpenConnections(1)
            }
            try await server.waitForOpenConnections(0)
            #expect(server.requestCount == 0)
            #expect(server.connectionCount == 1)
        }
    }

    @Test func `waiting for a disconnect starts before the request`() async throws {
        try await withFaultServer([.text("ok")]) { server in
            async let gone: Void = server.waitForDisconnect(ofRequest: 1)
            for _ in 0..<2 {
                try await RawClient.connect(to: server.port) { client in
                    try await client.get()
                    _ = try await client.response()
                }
            }
            try await gone
        }
    }

    @Test func `a wait for the client is over when the server closes`() async throws {
        try await withFaultServer([.refuse()]) { server in
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                _ = try await client.readToEnd()
            }
            let error = await #expect(throws: FaultServerError.self) {
                try await server.waitForDisconnect(ofRequest: 0)
            }
            #expect(error?.code == .closedByServer)
        }
    }

    @Test func `a wait that takes too long says what is missing`() async throws {
        let gate = FaultGate()
        try await withFaultServer([FaultResponse(steps: [.hold(gate)])]) { server in
            let short = Duration.milliseconds(1)
            try await RawClient.connect(to: server.port) { client in
                try await client.get()
                try await server.waitForRequests(1)
                let messages = [
                    await message { try await server.waitForRequests(2, timeout: short) },
                    await message { try await server.waitForDisconnect(ofRequest: 0, timeout: short) },
                    await message { try await server.waitForDisconnect(ofRequest: 1, timeout: short) },
                    await message { try await server.waitForOpenConnections(0, timeout: short) },
                ]
                #expect(
                    messages == [
                        "timeout: 1 of 2 requests have arrived after 0.001 seconds",
                        "timeout: the client has not closed the connection of request 0 after 0.001 seconds",
                        "timeout: request 1 has not arrived after 0.001 seconds",
                        "timeout: 1 connections are open, not 0 after 0.001 seconds",
                    ])
            }
        }
    }

    @Test func `a cancelled wait returns at once`() async throws {
        try await withFaultServer([.text("ok")]) { server in
            let task = Task { try await server.waitForRequests(1, timeout: .seconds(3600)) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `a shutdown ends waits, connections and handlers`() async throws {
        let server = try await FaultServer.start { _ in
            await FaultGate().wait()
            return .text("never")
        }
        try await RawClient.connect(to: server.port) { client in
            try await client.get()
            try await server.waitForRequests(1)
            let disconnect = Task { try await server.waitForDisconnect(ofRequest: 0) }
            let requests = Task { try await server.waitForRequests(2) }
            try await server.shutdown()
            let errors = [await disconnect.result, await requests.result].map { result in
                #expect(throws: FaultServerError.self) { try result.get() }?.code
            }
            #expect(errors == [.shutDown, .shutDown])
            #expect(try await client.readToEnd().isEmpty)
        }
        #expect(server.openConnectionCount == 0)
        #expect(server.core.monitor.read { $0.runningTasks } == 0)
        try await server.shutdown()
        await #expect(throws: (any Error).self) { try await RawClient.connect(to: server.port) { _ in } }
    }

    @Test func `a cancelled test shuts its server down all the same`() async throws {
        let started = FaultGate()
        let port = Mutex(0)
        let task = Task {
            try await withFaultServer([.text("ok")]) { server in
                port.withLock { $0 = server.port }
                started.open()
                await FaultGate().wait()
                try Task.checkCancellation()
            }
        }
        await started.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let closed = port.withLock { $0 }
        await #expect(throws: (any Error).self) { try await RawClient.connect(to: closed) { _ in } }
    }

    @Test func `a forgotten server closes its connections`() async throws {
        let port: Int
        let core: FaultServerCore
        do {
            let server = try await FaultServer.start([.text("ok")])
            port = server.port
            core = server.core
        }
        await #expect(throws: (any Error).self) {
            try await RawClient.connect(to: port) { client in
                try await client.get()
                _ = try await client.response()
            }
        }
        #expect(core.monitor.read { $0.isShutDown })
    }

    private func message(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }
}
