import MartletAPI
import Testing

@testable import MartletCodex

struct RPCCallTests {
    private func line(_ call: some RPCCall, id: RPCID = .number(7)) throws -> String {
        let line = String(decoding: try call.line(id: id), as: UTF8.self)
        #expect(line.hasSuffix("\n"))
        return String(line.dropLast())
    }

    @Test func `A connection begins with who we are`() throws {
        let call = InitializeCall(clientName: "martlet", clientVersion: "1.0", silenced: ["account/rateLimits/updated"])
        #expect(
            try line(call, id: .number(1))
                == #"{"id":1,"method":"initialize","params":{"clientInfo":{"name":"martlet","title":null,"version":"1.0"},"#
                + #""capabilities":{"experimentalApi":true,"requestAttestation":false,"#
                + #""optOutNotificationMethods":["account/rateLimits/updated"]}}}"#)
        #expect(String(decoding: InitializeCall.initializedLine, as: UTF8.self) == "{\"method\":\"initialized\"}\n")
        let answer = InitializeCall.Answer(
            result: ["userAgent": "martlet/0.147.0 (Linux; x86_64)", "codexHome": "/h", "platformOs": "linux"])
        #expect(answer.codexVersion == "0.147.0" && answer.codexHome == "/h")
    }

    @Test func `A thread is started with what was set, and nothing else`() throws {
        #expect(
            try line(ThreadStartCall(settings: ThreadSettings())) == #"{"id":7,"method":"thread/start","params":{}}"#)
        var settings = ThreadSettings()
        settings.model = "m"
        settings.modelProvider = "p"
        settings.approvalPolicy = .never
        settings.sandbox = .readOnly
        settings.configuration = ["web_search": "disabled"]
        settings.baseInstructions = ""
        settings.isEphemeral = true
        settings.hasNoEnvironment = true
        settings.dynamicTools = [["type": "function", "name": "f"]]
        #expect(
            try line(ThreadStartCall(settings: settings))
                == #"{"id":7,"method":"thread/start","params":{"model":"m","modelProvider":"p","approvalPolicy":"never","#
                + #""sandbox":"read-only","config":{"web_search":"disabled"},"baseInstructions":"","ephemeral":true,"#
                + #""environments":[],"dynamicTools":[{"type":"function","name":"f"}]}}"#)
    }

    @Test func `A thread on disk is resumed and forked by its name`() throws {
        var settings = ThreadSettings()
        settings.sandbox = .workspaceWrite
        settings.isEphemeral = true
        #expect(
            try line(ThreadResumeCall(threadID: "t", settings: settings))
                == #"{"id":7,"method":"thread/resume","params":{"threadId":"t","sandbox":"workspace-write"}}"#)
        #expect(
            try line(ThreadForkCall(threadID: "t", lastTurnID: "u", settings: settings))
                == #"{"id":7,"method":"thread/fork","params":{"threadId":"t","lastTurnId":"u","#
                + #""sandbox":"workspace-write","ephemeral":true}}"#)
    }

    @Test func `A thread's answer needs its name and nothing else`() throws {
        let answer = try ThreadAnswer(
            result: ["thread": ["id": "t", "cliVersion": "0.147.0"], "model": "m", "reasoningEffort": nil])
        #expect(answer.threadID == "t" && answer.model == "m" && answer.codexVersion == "0.147.0")
        #expect(throws: JSONError.self) { try ThreadAnswer(result: ["model": "m"]) }
        #expect(throws: JSONError.self) { try TurnStartCall.Answer(result: [:]) }
    }

    @Test func `A turn is started, steered and ended`() throws {
        var start = TurnStartCall(
            threadID: "t", input: [.text("Hi\n\"there\""), .image(url: "data:x", detail: "high")])
        start.effort = "low"
        start.outputSchema = ["type": "object"]
        #expect(
            try line(start)
                == #"{"id":7,"method":"turn/start","params":{"threadId":"t","input":[{"type":"text","text":"Hi\n\"there\""},"#
                + #"{"type":"image","url":"data:x","detail":"high"}],"effort":"low","outputSchema":{"type":"object"}}}"#
        )
        #expect(
            try line(TurnStartCall(threadID: "t", input: []))
                == #"{"id":7,"method":"turn/start","params":{"threadId":"t","input":[]}}"#)
        #expect(
            try line(TurnSteerCall(threadID: "t", turnID: "u", input: [.localImage(path: "/a.png", detail: nil)]))
                == #"{"id":7,"method":"turn/steer","params":{"threadId":"t","expectedTurnId":"u","#
                + #""input":[{"type":"localImage","path":"/a.png"}]}}"#)
        #expect(
            try line(TurnInterruptCall(threadID: "t", turnID: "u"), id: .string("x"))
                == #"{"id":"x","method":"turn/interrupt","params":{"threadId":"t","turnId":"u"}}"#)
    }

    @Test func `The other requests have their own parameters`() throws {
        #expect(
            try line(InjectItemsCall(threadID: "t", items: [["type": "message"]]))
                == #"{"id":7,"method":"thread/inject_items","params":{"threadId":"t","items":[{"type":"message"}]}}"#)
        #expect(
            try line(ThreadUnsubscribeCall(threadID: "t"))
                == #"{"id":7,"method":"thread/unsubscribe","params":{"threadId":"t"}}"#)
        #expect(
            try line(ModelListCall(includesHidden: true, limit: 5, cursor: "c"))
                == #"{"id":7,"method":"model/list","params":{"includeHidden":true,"limit":5,"cursor":"c"}}"#)
        #expect(try line(AccountReadCall()) == #"{"id":7,"method":"account/read","params":{}}"#)
        #expect(
            try line(RPCRawCall(method: "config/read", params: ["a": 1]))
                == #"{"id":7,"method":"config/read","params":{"a":1}}"#)
    }

    @Test func `Models are read from their list`() throws {
        let answer = try ModelListCall.Answer(
            result: [
                "data": [
                    [
                        "id": "gpt-5.6-sol", "model": "gpt-5.6-sol", "displayName": "GPT-5.6-Sol",
                        "description": "Latest.",
                        "hidden": false, "isDefault": true, "defaultReasoningEffort": "low",
                        "supportedReasoningEfforts": [["reasoningEffort": "low", "description": "Fast"], "high"],
                        "inputModalities": ["text", "image"],
                    ],
                    ["displayName": "Nameless"],
                ],
                "nextCursor": nil,
            ])
        #expect(answer.models.count == 1 && answer.nextCursor == nil)
        let model = try #require(answer.models.first)
        #expect(model.id == "gpt-5.6-sol" && model.isDefault && !model.isHidden)
        #expect(model.reasoningEfforts == ["low", "high"] && model.defaultReasoningEffort == "low")
        #expect(model.inputModalities == ["text", "image"])
        let account = AccountReadCall.Answer(result: ["account": nil, "requiresOpenaiAuth": true])
        #expect(account.accountType == nil && account.requiresLogin)
    }
}
