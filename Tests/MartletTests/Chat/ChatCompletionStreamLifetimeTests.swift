import HTTPTypes
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Who keeps a stream going, and what stops it.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct ChatCompletionStreamLifetimeTests {
    private static let endless = FaultResponse.eventStream(
        [Sample.event("Hi")], then: [.repeated(Array(Sample.event("x").utf8), count: .max)])
    private static let silent = FaultResponse.eventStream([Sample.event("Hi")], then: [.silence])

    // MARK: T53

    @Test(arguments: [endless, silent])
    func `T53 leaving the loop closes the connection`(_ response: FaultResponse) async throws {
        try await withClient(of: [response]) { client, server in
            for try await chunk in try await client.chat.completions.stream(Sample.request) {
                #expect(chunk.text == "Hi")
                break
            }
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
        }
    }

    @Test(arguments: [endless, silent])
    func `T53 dropping a stream unread closes the connection`(_ response: FaultResponse) async throws {
        try await withClient(of: [response]) { client, server in
            _ = try await client.chat.completions.stream(Sample.request)
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
        }
    }

    @Test func `T53 dropping an iterator closes the connection`() async throws {
        try await withClient(of: [Self.silent]) { client, server in
            let stream = try await client.chat.completions.stream(Sample.request)
            do {
                var iterator = stream.makeAsyncIterator()
                _ = try await iterator.next()
            }
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
            _ = stream
        }
    }

    @Test(arguments: [endless, silent])
    func `T53 cancelling the task closes the connection and ends the loop`(_ response: FaultResponse) async throws {
        try await withClient(of: [response]) { client, server in
            let first = FaultGate()
            let task = Task {
                for try await _ in try await client.chat.completions.stream(Sample.request) { first.open() }
            }
            await first.wait()
            task.cancel()
            let result = try await within { await task.result }
            #expect(throws: CancellationError.self) { try result.get() }
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
        }
    }

    @Test(arguments: [true, false])
    func `T53 cancelling before the first byte closes the connection`(_ streamed: Bool) async throws {
        try await withClient(of: [FaultResponse(framing: .raw, steps: [.silence])]) { client, server in
            let task = Task { streamed ? try await client.streamed() : try await client.created() }
            try await server.waitForRequests(1, timeout: patience)
            task.cancel()
            let result = try await within { await task.result }
            #expect(throws: CancellationError.self) { try result.get() }
            try await server.waitForDisconnect(ofRequest: 0, timeout: patience)
            #expect(server.requestCount == 1)
        }
    }

    // MARK: T55

    /// A stream whose client is gone when this returns.
    private func orphan(_ server: FaultServer) async throws -> ChatCompletionStream {
        let client = try MartletClient(platform: .quick(server.baseURL), apiKey: nil)
        return try await client.chat.completions.stream(Sample.request)
    }

    @Test func `T55 a stream runs on when its client is gone, and then the connections are closed`() async throws {
        let gate = FaultGate()
        let first = Sample.events.prefix(2).joined()
        let response = FaultResponse(
            headers: [("Content-Type", "text/event-stream")], framing: .chunked,
            steps: [.bytes(Array(first.utf8)), .hold(gate)]
                + Sample.events.dropFirst(2).map { .bytes(Array($0.utf8)) })
        try await withFaultServer([response]) { server in
            var text = ""
            for try await chunk in try await orphan(server) {
                text += chunk.text
                gate.open()
            }
            #expect(text == Sample.eventsText)
            try await server.waitForOpenConnections(0, timeout: patience)
        }
    }

    @Test func `T55 an iterator alone keeps its client's connection`() async throws {
        let gate = FaultGate()
        try await withFaultServer([
            .eventStream([Sample.event("Hi")], then: [.hold(gate), .bytes(Array(Sample.done.utf8))])
        ]) { server in
            var iterator = try await orphan(server).makeAsyncIterator()
            #expect(try await iterator.next()?.text == "Hi")
            gate.open()
            #expect(try await iterator.next() == nil)
        }
    }

    @Test func `T55 a client that is dropped with streams unread closes everything`() async throws {
        try await withFaultServer([Self.silent]) { server in
            for _ in 0..<20 { _ = try await orphan(server) }
            try await server.waitForOpenConnections(0, timeout: patience)
        }
    }

    // MARK: T56, T57

    @Test func `T57 a slow reader holds the server back`() async throws {
        try await withClient(of: [Self.endless]) { client, server in
            var iterator = try await client.chat.completions.stream(Sample.request).makeAsyncIterator()
            _ = try await iterator.next()
            // The sockets of both sides fill, then the server's write waits.
            var sent = -1
            try await eventually("the server's write waits") {
                let before = server.bytesSent
                try await Task.sleep(for: .milliseconds(300))
                sent = server.bytesSent
                return sent == before
            }
            // Two sockets' buffers and our own few pieces; an unbounded buffer would have taken hundreds of megabytes.
            #expect(sent < 64 << 20)
            // What both hold by now, and more.
            while server.bytesSent == sent {
                _ = try await iterator.next()
                await Task.yield()
            }
        }
    }

    @Test func `T56 a stream that nobody reads does not delay others`() async throws {
        try await withFaultServer { request in
            request.header("accept") == "text/event-stream" ? Self.endless : .json(Sample.completion())
        } _: { server in
            try await withClient(server) { client in
                var unread: [ChatCompletionStream] = []
                for _ in 0..<20 { unread.append(try await client.chat.completions.stream(Sample.request)) }
                let answers = try await within {
                    try await withThrowingTaskGroup(of: String.self) { group in
                        for _ in 0..<200 { group.addTask { try await client.created().text } }
                        return try await group.reduce(into: 0) { $0 += $1 == "Hi" ? 1 : 0 }
                    }
                }
                #expect(answers == 200)
                #expect(unread.count == 20)
            }
        }
    }

    // MARK: T52

    @Test func `T52 a thousand streams at once, half of them cancelled in mid-way`() async throws {
        let count = Descriptors.raiseLimit(to: 4_096) >= 2_500 ? 1_000 : 300
        let gate = FaultGate()
        let rest = [Sample.event("lo", finish: "stop"), Sample.done].joined()
        let response = FaultResponse.eventStream(
            [Sample.event("Hel")], then: [.hold(gate), .bytes(Array(rest.utf8))])
        let patient = options { $0.connectTimeout = .seconds(120) }
        try await withClient(of: [response], options: patient) { client, server in
            let begun = Counter()
            let tasks = (0..<count).map { number in
                Task {
                    var text = ""
                    for try await chunk in try await client.chat.completions.stream(Sample.request) {
                        text += chunk.text
                        if text == "Hel" { begun.next() }
                    }
                    return text
                }
            }
            try await eventually("all streams have begun") { begun.count == count }
            #expect(server.openConnectionCount == count)
            for (number, task) in tasks.enumerated() where number.isMultiple(of: 2) { task.cancel() }
            gate.open()
            for (number, task) in tasks.enumerated() {
                let result = try await within { await task.result }
                if number.isMultiple(of: 2) {
                    // It may have been faster than its cancellation.
                    if case .success(let text) = result { #expect(text == "Hello") }
                    if case .failure(let error) = result { #expect(error is CancellationError) }
                } else {
                    #expect(try result.get() == "Hello")
                }
            }
            #expect(server.requestCount == count)
        }
    }
}
