import MartletAPI
import Synchronization
import Testing

@Suite struct ToolboxTests {
    static func call(_ name: String, _ arguments: String = "{}", id: ToolCallID = "call_1") -> ToolCall {
        ToolCall(id: id, type: .function, function: ToolCallFunction(name: name, arguments: arguments))
    }

    /// A tool that never ends, not even when it is cancelled.
    static let stubborn = Tool("stubborn") { () async throws -> String in
        await withUnsafeContinuation { (_: UnsafeContinuation<String, Never>) in }
    }

    struct Failure: Error, CustomStringConvertible { var description: String { "out of order" } }
    static let failing = Tool("failing") { () async throws -> String in throw Failure() }
    static let fine = Tool("fine") { "fine" }

    @Test func `the definitions are those of the tools, in order`() throws {
        let toolbox = try Toolbox([Self.failing, Self.fine])
        #expect(toolbox.definitions == [Self.failing.definition, Self.fine.definition])
        #expect(toolbox["fine"]?.name == "fine")
        #expect(toolbox["other"] == nil)
        #expect(try Toolbox([]).definitions.isEmpty)
    }

    @Test func `two tools of the same name are an error`() {
        let error = #expect(throws: ToolError.self) { try Toolbox([Self.fine, Self.failing, Self.fine]) }
        #expect(error?.code == .duplicateName)
        #expect(error?.message == "Two tools are named 'fine'. Give each tool its own name.")
    }

    @Test(arguments: [
        ToolLimits(timeout: .zero), ToolLimits(timeout: .seconds(-1)), ToolLimits(outputBytes: 0),
        ToolLimits(concurrentCalls: 0), ToolLimits(concurrentCalls: -1),
    ])
    func `a limit that lets nothing through is an error`(limits: ToolLimits) {
        let error = #expect(throws: ToolError.self) { try Toolbox([Self.fine], limits: limits) }
        #expect(error?.code == .invalidLimit)
    }

    @Test func `the limits are documented ones`() {
        #expect(ToolLimits() == ToolLimits(timeout: .seconds(60), outputBytes: 262_144, concurrentCalls: 8))
    }

    @Test func `a timeout of centuries is no trouble`() async throws {
        let toolbox = try Toolbox([Self.fine], limits: ToolLimits(timeout: .seconds(Int64.max)))
        #expect(try await toolbox.call(Self.call("fine")) == "fine")
    }

    // MARK: Calls

    @Test func `T36 an unknown tool is an error that names those there are`() async throws {
        let toolbox = try Toolbox([Self.fine, Self.failing])
        let error = await #expect(throws: ToolError.self) { try await toolbox.call(Self.call("fime")) }
        #expect(error?.code == .unknownTool)
        #expect(error?.message == "There is no tool named 'fime'. The tools are: fine, failing.")
        let long = String(repeating: "x", count: 10_000)
        let other = await #expect(throws: ToolError.self) { try await Toolbox([]).call(Self.call(long)) }
        #expect(other?.message == "There is no tool named '\(long.prefix(64))'. There are no tools.")
    }

    @Test func `T36 a tool that hangs and ignores its cancellation times out`() async throws {
        let toolbox = try Toolbox([Self.stubborn], limits: ToolLimits(timeout: .milliseconds(20)))
        let error = await #expect(throws: ToolError.self) { try await toolbox.call(Self.call("stubborn")) }
        #expect(error?.code == .timeout)
        #expect(error?.tool == "stubborn")
        #expect(error?.message == "The tool did not finish within 0.02 seconds.")
    }

    @Test func `T36 a tool that is over its time is cancelled`() async throws {
        let (cancelled, continuation) = AsyncStream.makeStream(of: Void.self)
        let tool = Tool("slow") { () async throws -> String in
            defer { continuation.yield() }
            try await Task.sleep(for: .seconds(600))
            return "too late"
        }
        let toolbox = try Toolbox([tool], limits: ToolLimits(timeout: .milliseconds(20)))
        await #expect(throws: ToolError.self) { try await toolbox.call(Self.call("slow")) }
        // Ends only when the tool has.
        for await _ in cancelled { break }
    }

    @Test func `T36 a tool that throws is an error`() async throws {
        let error = await #expect(throws: ToolError.self) {
            try await Toolbox([Self.failing]).call(Self.call("failing"))
        }
        #expect(error?.code == .failed)
        #expect(error?.message == "The tool failed: out of order.")
    }

    @Test func `T36 cancellation gets through a tool that ignores it`() async throws {
        let toolbox = try Toolbox([Self.stubborn])
        let (started, continuation) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            continuation.yield()
            return try await toolbox.call(Self.call("stubborn"))
        }
        for await _ in started { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `no tool starts in a task that is cancelled already`() async throws {
        let runs = Mutex(0)
        let toolbox = try Toolbox([
            Tool("count") {
                runs.withLock { $0 += 1 }
                return ""
            }
        ])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await toolbox.messages(for: [Self.call("count")])
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        let single = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await toolbox.call(Self.call("count"))
        }
        await #expect(throws: CancellationError.self) { try await single.value }
        #expect(runs.withLock { $0 } == 0)
    }

    @Test func `task-local values reach the tool`() async throws {
        let toolbox = try Toolbox([Tool("local") { Self.trace }])
        let output = try await Self.$trace.withValue("abc") { try await toolbox.call(Self.call("local")) }
        #expect(output == "abc")
    }

    @MainActor @Test func `a tool may belong to the main actor, and be called from there`() async throws {
        let tool = Tool("main") { @MainActor () async throws in
            MainActor.assertIsolated()
            return "main"
        }
        let messages = try await Toolbox([tool]).messages(for: [Self.call("main"), Self.call("main")])
        #expect(messages.map(\.text) == ["main", "main"])
    }

    @TaskLocal static var trace = ""
}
