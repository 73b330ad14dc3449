import MartletAPI
import Synchronization
import Testing

@Suite struct ToolboxMessagesTests {
    struct Pause: Decodable, Sendable { var milliseconds: Int }

    @Test func `T36 whatever the tools do, every call has its message, in order`() async throws {
        let huge = Tool("huge") { String(repeating: "é", count: 1 << 20) }
        let toolbox = try Toolbox(
            [
                ToolboxTests.fine, ToolboxTests.failing, ToolboxTests.stubborn, huge,
                Tool("typed") { (pause: Pause) in pause.milliseconds },
            ], limits: ToolLimits(timeout: .seconds(2), outputBytes: 101))
        let calls = [
            ToolboxTests.call("stubborn", id: "a"), ToolboxTests.call("fine", id: "b"),
            ToolboxTests.call("failing", id: "c"), ToolboxTests.call("unknown", id: "d"),
            ToolboxTests.call("typed", "{", id: "e"), ToolboxTests.call("typed", #"{"milliseconds":1}"#, id: "f"),
            ToolboxTests.call("huge", id: "g"), ToolboxTests.call("typed", id: "h"),
        ]
        let messages = try await toolbox.messages(for: calls)
        #expect(messages.map(\.toolCallID) == calls.map(\.id))
        #expect(messages.allSatisfy { $0.role == .tool })
        let texts = messages.map(\.text)
        #expect(texts[0] == "Error: The tool did not finish within 2.0 seconds.")
        #expect(texts[1] == "fine")
        #expect(texts[2] == "Error: The tool failed: out of order.")
        #expect(texts[3].hasPrefix("Error: There is no tool named 'unknown'. The tools are: fine, failing"))
        #expect(texts[4].hasPrefix("Error: The arguments are not valid JSON: "))
        #expect(texts[5] == "1")
        #expect(
            texts[6] == String(repeating: "é", count: 50)
                + "\n[The output is cut here, after 100 of 2097152 bytes.]")
        #expect(texts[7] == "Error: The arguments are invalid. /milliseconds: is required.")
    }

    @Test func `no calls have no messages`() async throws {
        #expect(try await Toolbox([ToolboxTests.fine]).messages(for: []).isEmpty)
    }

    @Test func `the messages are in the order of the calls, not in that of their ends`() async throws {
        let tool = try Tool("wait") { (pause: Pause) async throws in
            try await Task.sleep(for: .milliseconds(pause.milliseconds))
            return "\(pause.milliseconds)"
        }
        let times = [30, 1, 20, 0, 10]
        let messages = try await Toolbox([tool]).messages(
            for: times.map { ToolboxTests.call("wait", #"{"milliseconds":\#($0)}"#) })
        #expect(messages.map(\.text) == times.map(String.init))
    }

    @Test(arguments: [1, 2, 3])
    func `no more calls run at a time than may`(limit: Int) async throws {
        let running = Mutex((now: 0, most: 0))
        let tool = Tool("count") { () async throws in
            running.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            try await Task.sleep(for: .milliseconds(2))
            running.withLock { $0.now -= 1 }
            return "done"
        }
        let toolbox = try Toolbox([tool], limits: ToolLimits(concurrentCalls: limit))
        let messages = try await toolbox.messages(for: Array(repeating: ToolboxTests.call("count"), count: 12))
        #expect(messages.count == 12)
        #expect(running.withLock { $0.most } <= limit)
    }

    @Test func `calls run at the same time`() async throws {
        // Each waits for the other.
        let (first, second) = (AsyncStream.makeStream(of: Void.self), AsyncStream.makeStream(of: Void.self))
        let one = Tool("one") { () async throws in
            first.continuation.yield()
            for await _ in second.stream { break }
            return "1"
        }
        let two = Tool("two") { () async throws in
            second.continuation.yield()
            for await _ in first.stream { break }
            return "2"
        }
        let messages = try await Toolbox([one, two]).messages(
            for: [ToolboxTests.call("one"), ToolboxTests.call("two")])
        #expect(messages.map(\.text) == ["1", "2"])
    }

    @Test func `T36 cancellation ends all calls at once, although tools ignore it`() async throws {
        let (started, continuation) = AsyncStream.makeStream(of: Void.self)
        let stubborn = Tool("stubborn") { () async throws -> String in
            continuation.yield()
            return await withUnsafeContinuation { (_: UnsafeContinuation<String, Never>) in }
        }
        let toolbox = try Toolbox([stubborn, ToolboxTests.fine])
        let task = Task {
            try await toolbox.messages(
                for: Array(repeating: ToolboxTests.call("stubborn"), count: 12) + [ToolboxTests.call("fine")])
        }
        for await _ in started { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `a tool that throws CancellationError of its own does not end the others`() async throws {
        let odd = Tool("odd") { () async throws -> String in throw CancellationError() }
        let messages = try await Toolbox([odd, ToolboxTests.fine]).messages(
            for: [ToolboxTests.call("odd"), ToolboxTests.call("fine")])
        #expect(messages.map(\.text) == ["Error: The tool failed: CancellationError.", "fine"])
    }
}
