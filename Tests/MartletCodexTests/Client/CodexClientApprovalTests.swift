import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletCodex

/// What Codex asks the program while a turn runs.
struct CodexClientApprovalTests {
    private static let command: JSONObject = [
        "itemId": "call_1", "command": "touch /opt/x", "cwd": "/work", "reason": "to write there",
    ]

    @Test(arguments: [
        (CodexApprovalDecision.accept, "accept"), (.acceptForSession, "acceptForSession"), (.decline, "decline"),
    ])
    func `the handler decides`(decision: CodexApprovalDecision, word: String) async throws {
        let asked = Collected<CodexApprovalRequest>()
        try await withFakeCodex {
            $0.approvalHandler = { request in
                asked.append(request)
                return decision
            }
        } turn: { turn, _ in
            let answer = await turn.ask("item/commandExecution/requestApproval", id: 0, Self.command)
            turn.answer(answer?["result"]?["decision"]?.stringValue ?? "none")
        } _: { (client, _) async throws in
            #expect(try await client.create(question("x")).text == word)
            #expect(asked.all.first?.subject == .command("touch /opt/x", workingDirectory: "/work"))
            #expect(asked.all.first?.reason == "to write there")
        }
    }

    @Test func `without a handler everything is declined`() async throws {
        try await withFakeCodex { turn, _ in
            let answer = await turn.ask("item/commandExecution/requestApproval", id: 0, Self.command)
            turn.answer(answer?["result"]?["decision"]?.stringValue ?? "none")
        } _: { (client, _) async throws in
            #expect(try await client.create(question("x")).text == "decline")
        }
    }

    @Test func `a handler that takes too long has declined`() async throws {
        try await withFakeCodex {
            $0.approvalTimeout = .milliseconds(50)
            $0.approvalHandler = { _ in
                await FaultGate().wait()
                return .accept
            }
        } turn: { turn, _ in
            let answer = await turn.ask("item/commandExecution/requestApproval", id: 0, Self.command)
            turn.answer(answer?["result"]?["decision"]?.stringValue ?? "none")
        } _: { (client, _) async throws in
            #expect(try await client.create(question("x")).text == "decline")
        }
    }

    @Test func `a cancelled request answers what waits with cancel, and cancels the handler`() async throws {
        let (asked, withdrawn, done) = (FaultGate(), FaultGate(), FaultGate())
        let words = Collected<String>()
        try await withFakeCodex {
            $0.approvalHandler = { _ in
                asked.open()
                await FaultGate().wait()
                withdrawn.open()
                return .accept
            }
        } turn: { turn, _ in
            let answer = await turn.ask("item/commandExecution/requestApproval", id: 0, Self.command)
            words.append(answer?["result"]?["decision"]?.stringValue ?? "none")
            turn.complete("interrupted")
            done.open()
        } _: { (client, _) async throws in
            let task = Task { try await client.create(question("x")) }
            await asked.wait()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            await withdrawn.wait()
            await done.wait()
            #expect(words.all == ["cancel"])
        }
    }

    @Test func `a question that nobody understands is refused, and the turn goes on`() async throws {
        try await withFakeCodex { turn, _ in
            let answer = await turn.ask("item/unheardOf", id: 7, [:])
            turn.answer(answer?["error"]?["code"]?.intValue == -32_601 ? "refused" : "answered")
        } _: { (client, _) async throws in
            #expect(try await client.create(question("x")).text == "refused")
        }
    }

    @Test func `a tool of the program is called in place`() async throws {
        struct Sum: Decodable, Sendable {
            var a: Int
            var b: Int
        }
        let tool = try Tool("add", "Adds two numbers.") { (sum: Sum) async throws in "\(sum.a + sum.b)" }
        try await withFakeCodex {
            $0.tools = try? Toolbox([tool])
        } turn: { turn, _ in
            let answer = await turn.ask(
                "item/tool/call", id: 3, ["callId": "call_1", "tool": "add", "arguments": ["a": 2, "b": 3]])
            turn.answer(answer?["result"]?["contentItems"]?[0]?["text"]?.stringValue ?? "none")
        } _: { (client, _) async throws in
            #expect(try await client.create(question("2+3?")).text == "5")
        }
    }

    @Test func `a tool of the request ends the turn, and the caller answers`() async throws {
        try await withFakeCodex { turn, _ in
            _ = await turn.ask(
                "item/tool/call", id: 3, ["callId": "call_1", "tool": "weather", "arguments": ["city": "Paris"]])
            await turn.interruption.wait()
            turn.complete("interrupted")
        } _: { (client, _) async throws in
            var request = question("Weather?")
            request.tools = [
                ToolDefinition(
                    type: .function,
                    function: FunctionDefinition(name: "weather", description: nil, parameters: ["type": "object"]))
            ]
            let answer = try await client.create(request)
            #expect(answer.finishReason == .toolCalls)
            #expect(answer.choices[0].message.toolCalls?.first?.function.name == "weather")
        }
    }
}
