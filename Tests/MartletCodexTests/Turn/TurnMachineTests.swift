import Martlet
import MartletAPI
import Testing

@testable import MartletCodex

/// Turns that are ended, asked and answered.
struct TurnMachineTests {
    private func machine(_ settings: TurnSettings = TurnSettings()) -> TurnMachine {
        TurnMachine(settings: settings, threadID: "thread-1", chunk: .test)
    }

    private func notification(_ method: String, _ params: JSONObject) -> RPCNotification {
        var all: JSONObject = ["threadId": "thread-1", "turnId": "turn-1"]
        all.merge(params)
        return RPCNotification(method: method, params: .object(all))
    }

    private func delta(_ text: String) -> RPCNotification {
        notification("item/agentMessage/delta", ["itemId": "msg", "delta": .string(text)])
    }

    private func completed(_ status: String) -> RPCNotification {
        notification("turn/completed", ["turn": ["id": "turn-1", "status": .string(status)]])
    }

    private func ending(_ actions: [TurnAction]) -> Ending? {
        actions.compactMap { if case .finish(let end) = $0 { Ending(end) } else { nil } }.first
    }

    private func interrupts(_ actions: [TurnAction]) -> Int {
        actions.count { if case .interrupt = $0 { true } else { false } }
    }

    // MARK: Ends before the end

    @Test func `A stop sequence ends the turn, and the answer stands before it`() throws {
        var settings = TurnSettings()
        settings.stop = ["o, w"]
        let run = RecordedTurn(try Fixture.appServer("text"), settings: settings)
        #expect(run.log.filter { $0.hasPrefix("interrupt") } == ["interrupt thread-1 turn-1"])
        let outcome = try #require(run.ending?.outcome)
        #expect(outcome.text == "Hell" && outcome.finishReason == .stop)
        #expect(run.events.text == "Hell")
    }

    @Test func `The limit of tokens ends the turn with the reason length`() throws {
        var settings = TurnSettings()
        settings.maxTokens = 2
        let run = RecordedTurn(try Fixture.appServer("interrupted"), settings: settings)
        let outcome = try #require(run.ending?.outcome)
        #expect(outcome.text == "one two " && outcome.finishReason == .length)
        #expect(outcome.usage == nil)
    }

    @Test func `A turn that does not end when it is interrupted is given up, and the answer kept`() {
        var settings = TurnSettings()
        settings.stop = ["!"]
        var machine = machine(settings)
        _ = machine.started("turn-1")
        let actions = machine.received(delta("Hello!"))
        #expect(interrupts(actions) == 1)
        #expect(machine.received(delta("more")).isEmpty)
        let last = machine.fired(.end)
        guard case .retireServer? = last.first else {
            Issue.record("The server was not retired.")
            return
        }
        #expect(ending(last)?.outcome?.text == "Hello")
        #expect(machine.received(completed("interrupted")).isEmpty)
    }

    @Test func `A caller who wants no more ends the turn once`() {
        var machine = machine()
        _ = machine.started("turn-1")
        _ = machine.received(delta("Hello"))
        #expect(interrupts(machine.stop(.cancelled)) == 1)
        #expect(machine.stop(.cancelled).isEmpty)
        #expect(machine.stop(.deadline(.seconds(1))).isEmpty)
        #expect(ending(machine.received(completed("interrupted"))) == .cancelled)
        #expect(machine.stop(.cancelled).isEmpty)
    }

    @Test func `A turn without a name is ended as soon as it has one`() {
        var machine = machine()
        #expect(interrupts(machine.stop(.cancelled)) == 0)
        #expect(interrupts(machine.started("turn-1")) == 1)
        #expect(machine.started("turn-1").isEmpty)
    }

    @Test func `An end that crosses the caller's is still the caller's`() {
        var machine = machine()
        _ = machine.started("turn-1")
        _ = machine.stop(.cancelled)
        #expect(ending(machine.received(completed("completed"))) == .cancelled)
        var second = self.machine()
        _ = second.started("turn-1")
        _ = second.stop(.cancelled)
        #expect(ending(second.failed(MartletError(.connection, "gone"))) == .cancelled)
    }

    @Test func `A deadline is a timeout with what had come`() {
        var machine = machine()
        _ = machine.started("turn-1")
        _ = machine.received(delta("Hello"))
        _ = machine.stop(.deadline(.milliseconds(2_500)))
        #expect(
            ending(machine.received(completed("interrupted")))
                == .failed(
                    .deadlineExceeded, "Codex did not answer within 2.5 s. Raise the timeout.", status: nil,
                    partial: "Hello", hasDelivered: true))
        var silent = self.machine()
        _ = silent.started("turn-1")
        _ = silent.stop(.idle(.seconds(30)))
        #expect(ending(silent.fired(.end))?.code == .idleTimeout)
    }

    @Test func `A turn that somebody else interrupted is cut off`() throws {
        let ending = RecordedTurn(try Fixture.appServer("interrupted")).ending
        guard case .failed(.truncated, _, nil, "one two three ", hasDelivered: true)? = ending else {
            Issue.record("\(String(describing: ending))")
            return
        }
    }

    @Test func `A server that goes away ends the turn with its error`() {
        var machine = machine()
        _ = machine.received(delta("ignored: the turn has no name yet"))
        _ = machine.started("turn-1")
        _ = machine.received(delta("Hello"))
        let last = machine.failed(MartletError(.connection, "The app-server ended."))
        #expect(
            ending(last)
                == .failed(.connection, "The app-server ended.", status: nil, partial: "Hello", hasDelivered: true))
        #expect(machine.failed(MartletError(.connection, "again")).isEmpty)
    }

    @Test func `An answer that grows without end is given up`() {
        var settings = TurnSettings()
        settings.textBytes = 8
        var machine = machine(settings)
        _ = machine.started("turn-1")
        #expect(interrupts(machine.received(delta("123456789"))) == 1)
        #expect(ending(machine.received(completed("interrupted")))?.code == .responseTooLarge)
    }

    // MARK: News of all kinds

    @Test func `Unknown and late news are passed over`() {
        var machine = machine()
        _ = machine.started("turn-1")
        #expect(machine.received(notification("item/new/thing", ["x": 1])).isEmpty)
        #expect(machine.received(notification("item/started", ["item": ["type": "newItem", "id": "n"]])).count == 1)
        #expect(
            machine.received(
                RPCNotification(
                    method: "item/agentMessage/delta",
                    params: ["threadId": "thread-1", "turnId": "turn-0", "itemId": "m", "delta": "old"])
            ).isEmpty)
        #expect(machine.received(notification("item/completed", [:])).isEmpty)
        #expect(ending(machine.received(completed("completed"))) != nil)
        #expect(
            machine.received(
                notification("item/completed", ["item": ["type": "agentMessage", "id": "m", "text": "late"]])
            ).isEmpty)
        let request = RPCServerRequest(id: .number(1), method: "item/tool/call", params: ["threadId": "thread-1"])
        guard case .reply(let reply)? = machine.received(request).first else {
            Issue.record("A late request must be answered.")
            return
        }
        #expect(reply == request.refusal)
    }

    @Test func `The model that answers in the end is named in the chunks and in the outcome`() {
        var machine = machine()
        _ = machine.started("turn-1")
        let actions = machine.received(
            notification(
                "model/rerouted", ["fromModel": "lab-model", "toModel": "other", "reason": "highRiskCyberActivity"]))
        guard case .emit(.activity(.modelRerouted(from: "lab-model", to: "other"), choice: 0))? = actions.first else {
            Issue.record("No activity.")
            return
        }
        guard case .emit(.chunk(let chunk))? = machine.received(delta("Hi")).first else {
            Issue.record("No chunk.")
            return
        }
        #expect(chunk.model == "other")
        #expect(ending(machine.received(completed("completed")))?.outcome?.model == "other")
    }

    @Test func `Of the diffs of a turn the last is kept, for each has all changes`() {
        var machine = machine()
        _ = machine.started("turn-1")
        #expect(machine.received(notification("turn/diff/updated", ["diff": "one"])).count == 1)
        _ = machine.received(notification("turn/diff/updated", ["diff": "one and two"]))
        #expect(ending(machine.received(completed("completed")))?.outcome?.diff == "one and two")
    }

    @Test func `A failed turn without an error has the one that was noticed before`() {
        var machine = machine()
        _ = machine.started("turn-1")
        _ = machine.received(
            notification(
                "error",
                [
                    "error": ["message": "x", "codexErrorInfo": "serverOverloaded", "additionalDetails": nil],
                    "willRetry": false,
                ]))
        let last = machine.received(
            notification("turn/completed", ["turn": ["id": "turn-1", "status": "failed", "error": nil]]))
        #expect(ending(last)?.code == .server)
    }

    @Test func `Warnings have no key in them`() {
        var settings = TurnSettings()
        settings.redactor = CodexRedactor(secrets: ["secret-key-1"])
        var machine = machine(settings)
        _ = machine.started("turn-1")
        _ = machine.received(notification("warning", ["message": "The key secret-key-1 is old."]))
        _ = machine.received(notification("configWarning", ["summary": "Unknown key", "details": "x = secret-key-1"]))
        #expect(
            machine.builder.outcome.warnings == ["The key [redacted] is old.", "Unknown key: x = [redacted]"])
    }

    // MARK: Approvals

    @Test(arguments: [
        ("approval-accepted", CodexApprovalDecision.accept), ("approval-declined", .decline),
        ("approval-of-changes", .accept),
    ])
    func `An approval is asked for, and the answer is what Codex got`(
        name: String, decision: CodexApprovalDecision
    ) throws {
        var settings = TurnSettings()
        settings.asksForApproval = true
        let run = RecordedTurn(try Fixture.appServer(name), settings: settings, decision: decision)
        #expect(run.asked.count == 1)
        #expect(run.ending?.outcome?.finishReason == .stop)
        #expect(try run.replies.map { String(decoding: try $0.line().dropLast(), as: UTF8.self) } == replies(name))
        #expect(run.events.activities.contains(.approval(try #require(run.asked.first), decision)))
        // Codex says that it has the answer; the handler is not called off for that.
        #expect(!run.log.contains { $0.hasPrefix("withdraw") })
    }

    private func replies(_ name: String) throws -> [String] {
        try Fixture.sent(name).filter { $0.contains("\"result\"") }
    }

    @Test func `An approval says what is wanted, and why`() throws {
        var settings = TurnSettings()
        settings.asksForApproval = true
        let command = try #require(
            RecordedTurn(try Fixture.appServer("approval-accepted"), settings: settings, decision: .accept).asked.first)
        #expect(
            command.subject == .command("/bin/bash -lc 'touch /opt/x'", workingDirectory: "/home/ada/project"))
        #expect(command.reason == "need to write outside the workspace" && command.itemID == "call_1")
        #expect(command.availableDecisions == ["accept", "acceptWithExecpolicyAmendment", "cancel"])
        #expect(command.threadID == "thread-1" && command.turnID == "turn-1")
        let changes = try #require(
            RecordedTurn(try Fixture.appServer("approval-of-changes"), settings: settings, decision: .accept).asked
                .first)
        #expect(
            changes.subject
                == .fileChange(
                    [CodexFileChange(path: "/home/ada/project/new.txt", kind: "add", movedTo: nil, diff: "hello\n")],
                    grantRoot: nil))
    }

    @Test func `Without a handler approvals are declined`() throws {
        let run = RecordedTurn(try Fixture.appServer("approval-declined"))
        #expect(run.asked.isEmpty)
        #expect(run.replies.map(\.result) == [.success(["decision": "decline"])])
        #expect(run.ending?.outcome != nil)
    }

    @Test func `A handler that calls off ends the turn`() throws {
        var settings = TurnSettings()
        settings.asksForApproval = true
        let run = RecordedTurn(try Fixture.appServer("approval-cancelled"), settings: settings, decision: .cancel)
        #expect(run.replies.map(\.result) == [.success(["decision": "cancel"])])
        #expect(run.ending == .cancelled)
    }

    @Test func `An approval that Codex resolves by itself is taken back from the handler`() throws {
        var settings = TurnSettings()
        settings.asksForApproval = true
        let run = RecordedTurn(try Fixture.appServer("approval-cancelled"), settings: settings)
        #expect(run.asked.count == 1 && run.log.contains("withdraw number(2)"))
    }

    @Test func `An approval that waits when the caller wants no more is called off`() {
        var settings = TurnSettings()
        settings.asksForApproval = true
        var machine = machine(settings)
        _ = machine.started("turn-1")
        let request = RPCServerRequest(
            id: .number(0), method: "item/fileChange/requestApproval",
            params: ["threadId": "thread-1", "turnId": "turn-1", "itemId": "i"])
        _ = machine.received(request)
        let actions = machine.stop(.cancelled)
        guard case .withdraw(.number(0))? = actions.first, case .reply(let reply)? = actions.dropFirst().first else {
            Issue.record("\(actions)")
            return
        }
        #expect(reply.result == .success(["decision": "cancel"]))
        #expect(machine.decided(.accept, on: .number(0)).isEmpty)
    }

    @Test func `Questions that nobody understands are refused`() {
        var machine = machine()
        _ = machine.started("turn-1")
        for method in ["item/tool/requestUserInput", "execCommandApproval", "item/new/question"] {
            let request = RPCServerRequest(id: .number(3), method: method, params: ["threadId": "thread-1"])
            guard case .reply(let reply)? = machine.received(request).first else {
                Issue.record("No answer to \(method).")
                continue
            }
            #expect(reply == request.refusal)
        }
    }

    // MARK: Tools

    @Test func `The call of a tool ends the turn`() throws {
        let run = RecordedTurn(try Fixture.appServer("tool-call"))
        let outcome = try #require(run.ending?.outcome)
        #expect(outcome.finishReason == .toolCalls && outcome.text.isEmpty)
        #expect(
            outcome.toolCalls == [
                ToolCall(
                    id: "call_a", type: .function,
                    function: ToolCallFunction(name: "weather", arguments: #"{"city":"Rome"}"#))
            ])
        #expect(outcome.usage?.input == 20)
        #expect(run.replies.isEmpty)
        #expect(run.events.finishReasons == [.toolCalls])
        #expect(run.events.activities.allSatisfy { if case .tool = $0 { false } else { true } })
        let withText = try #require(RecordedTurn(try Fixture.appServer("text-and-tool-call")).ending?.outcome)
        #expect(withText.text == "I ask." && withText.toolCalls.count == 1)
    }

    @Test func `All calls of one model call are collected, and the turn ends before the model goes on`() throws {
        var settings = TurnSettings()
        settings.collectsToolCalls = true
        let run = RecordedTurn(try Fixture.appServer("tools-collected"), settings: settings)
        let outcome = try #require(run.ending?.outcome)
        #expect(outcome.toolCalls.map(\.id) == ["call_a", "call_b"])
        #expect(outcome.toolCalls.map(\.function.arguments) == [#"{"city":"Rome"}"#, #"{"city":"Oslo"}"#])
        #expect(run.replies.count == 2)
        #expect(
            run.log.filter { $0.hasPrefix("interrupt") || $0 == "start moreToolCalls" }
                == ["start moreToolCalls", "start moreToolCalls", "interrupt thread-1 turn-1"])
    }

    @Test func `Where the provider sends no count, a timer or the next message ends the turn`() throws {
        var settings = TurnSettings()
        settings.collectsToolCalls = true
        let run = RecordedTurn(try Fixture.appServer("tools-collected"), settings: settings, fires: [.moreToolCalls])
        #expect(run.ending?.outcome?.toolCalls.map(\.id) == ["call_a"])
        var machine = machine(settings)
        _ = machine.started("turn-1")
        _ = machine.received(
            RPCServerRequest(
                id: .number(0), method: "item/tool/call",
                params: ["threadId": "thread-1", "turnId": "turn-1", "callId": "c", "tool": "f", "arguments": [:]]))
        #expect(
            interrupts(machine.received(notification("item/started", ["item": ["type": "agentMessage", "id": "m"]])))
                == 1)
    }

    @Test func `A tool with a handler is answered, and the turn goes on`() throws {
        var settings = TurnSettings()
        settings.answeredTools = ["weather"]
        let run = RecordedTurn(
            try Fixture.appServer("tools-answered"), settings: settings, toolResult: CodexToolResult("sunny"))
        #expect(run.calls.map(\.id) == ["call_a", "call_b"])
        #expect(run.calls.first?.arguments == ["city": "Rome"])
        #expect(
            try run.replies.map { String(decoding: try $0.line().dropLast(), as: UTF8.self) }
                == replies("tools-answered"))
        #expect(run.ending?.outcome?.text == "Sunny." && run.ending?.outcome?.finishReason == .stop)
        #expect(run.ending?.outcome?.activities.count { if case .tool = $0 { true } else { false } } == 2)
    }
}
