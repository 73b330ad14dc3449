import HTTPTypes
import MartletAPI
import Testing

@testable import MartletServer

/// What the stream of a run makes of events that come as they should not.
struct OpenAIRunStreamShapeTests {
    private static func run(_ state: RunState) -> StoredRun {
        var run = StoredRun(
            id: "run_1", owner: .default, threadID: "thread_1", assistantID: "asst_1", createdAt: 1, model: "m")
        run.state = state
        return run
    }

    private static func events(_ events: [RunEvent]) throws -> [Caller.Event] {
        var stream = OpenAIRunStream()
        stream.begin(run(.queued))
        for event in events { stream.add(event) }
        return try Caller.events(String(decoding: stream.takeBytes(), as: UTF8.self))
    }

    @Test func `A step is begun once and ended once`() throws {
        let step = RunStep(
            id: "step_1", runID: "run_1", createdAt: 1, endedAt: 2,
            details: [
                "type": "tool_calls",
                "tool_calls": [
                    ["id": "c", "type": "function", "function": ["name": "f", "arguments": "{}", "output": "x"]]
                ],
            ])
        let events = try Self.events([.step(step), .step(step), .run(Self.run(.completed))])
        #expect(
            events.names.dropFirst(2) == [
                "thread.run.step.created", "thread.run.step.in_progress", "thread.run.step.delta",
                "thread.run.step.delta", "thread.run.step.completed", "thread.run.completed", "done",
            ])
        #expect(
            events.last("thread.run.step.completed")["step_details"]?["tool_calls"]?[0]?["function"]?["output"] == "x")
    }

    @Test func `Nothing comes after the end, and no second beginning`() throws {
        let events = try Self.events([
            .run(Self.run(.queued)), .run(Self.run(.expired)), .messageText("msg_1", "late"), .run(Self.run(.failed)),
        ])
        #expect(events.names == ["thread.run.created", "thread.run.queued", "thread.run.expired", "done"])
    }

    @Test func `An error ends the stream without done`() throws {
        var stream = OpenAIRunStream()
        stream.begin(Self.run(.queued))
        stream.fail(PlatformError(.serviceUnavailable, code: "reader_too_slow", "Read faster.").body)
        #expect(stream.hasEnded)
        let events = try Caller.events(String(decoding: stream.takeBytes(), as: UTF8.self))
        #expect(events.names == ["thread.run.created", "thread.run.queued", "error"])
        #expect(events.last?.data["error"]?["message"] == "Read faster.")
    }
}
