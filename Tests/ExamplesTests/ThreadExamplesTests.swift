import MartletAPI
import MartletTesting
import Testing

@testable import Examples

/// The examples with assistants and threads.
@Suite(.timeLimit(.minutes(5))) struct ThreadExamplesTests {
    private static let thread = #"{"id":"t","object":"thread","created_at":1,"metadata":{}}"#

    private static func assistant(_ name: String) -> FaultResponse {
        .json(
            #"{"id":"a","object":"assistant","created_at":1,"name":"\#(name)","instructions":"Sing.","tools_config":null}"#
        )
    }

    private static func message(_ id: String, _ role: String, more: String = "") -> String {
        #"{"id":"\#(id)","object":"thread.message","created_at":1,"thread_id":"t","role":"\#(role)","#
            + #""content":[{"type":"text","text":{"value":"A bird.","annotations":[]}}]\#(more)}"#
    }

    private static func run(_ status: String, more: String = "") -> FaultResponse {
        .json(
            #"{"id":"r","object":"thread.run","created_at":1,"thread_id":"t","assistant_id":"a","status":"\#(status)","#
                + #""model":"pixi"\#(more)}"#)
    }

    private static func list(_ elements: String...) -> FaultResponse {
        .json(#"{"object":"list","data":[\#(elements.joined(separator: ","))]}"#)
    }

    private static func outcome(
        _ arguments: [String], _ responses: [FaultResponse], environment: [String: String] = [:]
    ) async throws -> (outcome: Outcome, calls: [String]) {
        try await withFaultServer(responses) { server in
            let environment = environment.merging(["MARTLET_BASE_URL": server.baseURL]) { $1 }
            let outcome = await Outcome.of(arguments, environment: environment)
            return (outcome, server.requests.map { "\($0.method) \($0.path.dropFirst(4))" })
        }
    }

    // MARK: On a platform that says what it is told to

    @Test func `assistant makes one, changes it and deletes it`() async throws {
        let responses = [
            Self.assistant("Short answers"),
            .json(#"{"data":[{"id":"a","name":"Short answers"},{"id":"b","name":"B"}]}"#),
            Self.assistant("Short answers"), Self.assistant("Kind answers"), Self.list(Self.thread), .text(""),
        ]
        let (outcome, calls) = try await Self.outcome(["assistant"], responses)
        #expect(outcome.errors.isEmpty)
        #expect(
            outcome.lines == [
                "Made: Short answers (a)", "There are 2:", "  a  Short answers", "  b  B",
                "Changed: Kind answers: Sing.",
                "Tools: all of the platform's", "Threads with a run of it: 1", "Deleted: Short answers",
            ])
        #expect(
            calls == [
                "POST assistants", "GET assistants", "GET assistants/a", "PUT assistants/a",
                "GET assistants/a/threads?limit=20", "DELETE assistants/a",
            ])
    }

    @Test func `assistant leaves none behind when something goes wrong`() async throws {
        let refusal = FaultResponse.json(#"{"error":{"message":"Not now."}}"#, status: 403)
        let (outcome, calls) = try await Self.outcome(["assistant"], [Self.assistant("n"), refusal, .text("")])
        #expect(outcome.status == 1)
        #expect(outcome.errors == "Not now.\n")
        #expect(calls.last == "DELETE assistants/a")
    }

    @Test func `thread prints the answer with what it drew on`() async throws {
        let attachments =
            #","reasoning_content":"Hm.","sources":[{"id":"1","tool_name":"WebSearch","title":"Birds","url":"https://b"}],"#
            + #""media":[{"id":"2","source":"DrawImage","type":"image","signed_url":"https://i"}],"#
            + #""code":[{"id":"3","language":"python","code":"print(1)","stdout":"1"}]"#
        let responses = [
            FaultResponse.json(Self.thread), .json(Self.message("m1", "user")), Self.run("queued"),
            Self.run("in_progress"),
            Self.run("completed", more: #","message":\#(Self.message("m2", "assistant", more: attachments))"#),
            Self.list(Self.message("m2", "assistant"), Self.message("m1", "user")), .text(""),
        ]
        let (outcome, calls) = try await Self.outcome(
            ["thread", "What is a wren?"], responses, environment: ["DEFAULT_ASSISTANT_ID": "a"])
        #expect(outcome.errors.isEmpty)
        #expect(
            outcome.lines == [
                "Question: What is a wren?", "Run: queued", "Thought: Hm.", "Answer: A bird.",
                "Source: Birds https://b (WebSearch)", "Media: image https://i", "Code (python):", "print(1)", "1",
                "Messages: user, assistant",
            ])
        #expect(
            calls == [
                "POST threads", "POST threads/t/messages", "POST threads/t/runs", "GET threads/t/runs/r",
                "GET threads/t/runs/r", "GET threads/t/messages?limit=20", "DELETE threads/t",
            ])
    }

    @Test func `thread says why a run failed, and deletes the assistant that it made`() async throws {
        let responses = [
            Self.assistant("Example"), .json(Self.thread), .json(Self.message("m1", "user")), Self.run("queued"),
            Self.run("failed", more: #","last_error":{"code":"server_error","message":"No model."}"#), .text(""),
        ]
        let (outcome, calls) = try await Self.outcome(["thread"], responses)
        #expect(outcome.status == 1)
        #expect(outcome.errors == "The run failed: No model. (run r)\n")
        #expect(calls.last == "DELETE assistants/a")
    }

    // MARK: On the local platform

    @Test func `assistant works on the local platform`() async throws {
        let outcome = try await withPlatform(model: ScriptedModel(), named: "smollm2") { platform in
            await Outcome.of(["assistant"], on: platform)
        }
        #expect(outcome.errors.isEmpty)
        #expect(outcome.lines.contains("Changed: Kind answers: You answer in one short sentence. Be kind."))
        #expect(outcome.lines.last == "Deleted: Short answers")
    }

    @Test func `thread works on the local platform`() async throws {
        let model = ScriptedModel([.text("A bird.", reasoning: "Hm.")])
        let outcome = try await withPlatform(model: model, named: "smollm2") { platform in
            await Outcome.of(["thread", "What is a wren?"], on: platform)
        }
        #expect(outcome.errors.isEmpty)
        #expect(outcome.lines.contains("Thought: Hm."))
        #expect(outcome.lines.contains("Answer: A bird."))
        #expect(outcome.lines.last == "Messages: user, assistant")
        #expect(model.requests.first?.messages.last?.text == "What is a wren?")
    }
}
