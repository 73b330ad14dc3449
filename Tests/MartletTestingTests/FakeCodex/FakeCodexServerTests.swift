import Foundation
import MartletAPI
import MartletTesting
import Synchronization
import Testing

@Suite struct FakeCodexServerTests {
    /// A client of `app-server`, which sends and reads lines.
    private final class Client: Sendable {
        let process: FakeProcess
        private let requests = Mutex(0)

        init(_ codex: FakeCodex) throws {
            process = try FakeProcess(codex.path, ["--disable", "unified_exec", "app-server"])
        }

        func send(_ message: JSONValue) throws { try process.write(try message.jsonText() + "\n") }

        /// Sends a request; gives its answer, and drops what comes before that.
        @discardableResult
        func call(_ method: String, _ params: JSONObject = [:]) throws -> JSONValue? {
            let number = requests.withLock { count in
                count += 1
                return count
            }
            let id = JSONValue.string("r\(number)")
            try send(["id": id, "method": .string(method), "params": .object(params)])
            return process.line { $0["id"] == id }
        }

        /// Begins a thread.
        func begin() throws -> String {
            try call("initialize", ["clientInfo": ["name": "test", "version": "1"]])
            try send(["method": "initialized"])
            return try call("thread/start", ["model": "m"])?["result"]?["thread"]?["id"]?.stringValue ?? ""
        }

        /// Begins a turn; gives its id.
        @discardableResult
        func turn(_ thread: String) throws -> String? {
            try call("turn/start", ["threadId": .string(thread), "input": []])?["result"]?["turn"]?["id"]?.stringValue
        }

        /// Reads up to a request of the server, or a notification.
        func next(_ method: String) -> JSONValue? {
            process.line { $0["method"]?.stringValue == method }
        }

        /// The notifications up to the end of a turn.
        func rest() -> [JSONValue] {
            var lines: [JSONValue] = []
            while let line = process.nextLine() {
                lines.append(line)
                if line["method"] == "turn/completed" { break }
            }
            return lines
        }

        func end() throws -> Int32 {
            try process.closeInput()
            return process.wait()
        }
    }

    private func status(_ lines: [JSONValue]) -> JSONValue? { lines.last?["params"]?["turn"]?["status"] }

    private func deltas(_ lines: [JSONValue]) -> [String] {
        lines.filter { $0["method"] == "item/agentMessage/delta" }.compactMap { $0["params"]?["delta"]?.stringValue }
    }

    private func commandStatus(_ lines: [JSONValue]) -> String? {
        let ends = lines.filter { $0["method"] == "item/completed" }.compactMap { $0["params"]?["item"] }
        return ends.first { $0["type"] == "commandExecution" }?["status"]?.stringValue
    }

    @Test func `a turn comes in pieces, with its usage, and the server ends with its input`() async throws {
        try await withFakeCodex([.text("one two")]) { codex in
            let client = try Client(codex)
            #expect(try client.call("thread/start")?["error"]?["message"] == "Not initialized")
            let thread = try client.begin()
            #expect(try client.call("initialize")?["error"]?["message"] == "Already initialized")
            #expect(try client.call("thread/inject_items", ["threadId": .string(thread)])?["result"] == [:])
            try client.turn(thread)
            let lines = client.rest()
            #expect(deltas(lines) == ["one", " two"])
            #expect(status(lines) == "completed")
            let usage = lines.first { $0["method"] == "thread/tokenUsage/updated" }?["params"]?["tokenUsage"]
            #expect(usage?["last"]?["totalTokens"] == 27)
            #expect(try client.end() == 0)
            let call = try #require(codex.calls.first)
            #expect(call.parameters(of: "thread/start").last == ["model": "m"])
            #expect(call.messages.contains { $0["method"] == "initialized" })
        }
    }

    @Test(arguments: [
        ("accept", "completed", "completed"), ("acceptForSession", "completed", "completed"),
        ("decline", "declined", "completed"), ("cancel", "declined", "interrupted"),
    ])
    func `an approval is asked for, and what is answered happens`(
        _ decision: String, _ item: String, _ turn: String
    ) async throws {
        try await withFakeCodex([
            FakeCodexTurn([.command("touch /x", output: "done", reason: "outside"), .text("after")])
        ]) { codex in
            let client = try Client(codex)
            try client.turn(try client.begin())
            let request = client.next("item/commandExecution/requestApproval")
            // The server counts its requests from 0, in a space of its own.
            #expect(request?["id"] == 0)
            #expect(request?["params"]?["reason"] == "outside")
            let answer: JSONValue = ["id": 0, "result": ["decision": .string(decision)]]
            try client.send(answer)
            let lines = client.rest()
            #expect(commandStatus(lines) == item)
            #expect(status(lines)?.stringValue == turn)
            let expected = decision == "cancel" ? [] : ["after"]
            #expect(deltas(lines) == expected)
            let exit = try client.end()
            #expect(exit == 0)
            #expect(codex.calls.first?.answers == [answer])
        }
    }

    @Test func `a change of a file can be asked for, and a function called`() async throws {
        try await withFakeCodex([
            FakeCodexTurn([
                .fileChange(path: "/w/a", diff: "+a", asks: true), .toolCall("weather", arguments: ["city": "Rome"]),
            ])
        ]) { codex in
            let client = try Client(codex)
            try client.turn(try client.begin())
            let question = client.next("item/fileChange/requestApproval")
            #expect(question?["id"] == 0)
            try client.send(["id": 0, "error": ["code": -32601, "message": "no"]])
            let call = client.next("item/tool/call")
            #expect(call?["id"] == 1)
            #expect(call?["params"]?["arguments"] == ["city": "Rome"])
            let contents: JSONValue = [["type": "inputText", "text": "warm"]]
            try client.send(["id": 1, "result": ["success": true, "contentItems": contents]])
            let lines = client.rest()
            let result = lines.first { $0["params"]?["item"]?["type"] == "dynamicToolCall" }?["params"]?["item"]
            #expect(result?["contentItems"] == contents)
            #expect(status(lines) == "completed")
            _ = try client.end()
        }
    }

    @Test(arguments: [FakeCodexStep.silence, .hold("never"), .command("x", reason: "y")])
    func `a turn that waits can be interrupted`(_ step: FakeCodexStep) async throws {
        try await withFakeCodex([FakeCodexTurn([.text("a"), step, .text("b")])]) { codex in
            let client = try Client(codex)
            let thread = try client.begin()
            try client.turn(thread)
            #expect(client.next("item/completed") != nil)
            try client.call("turn/interrupt", ["threadId": .string(thread)])
            let lines = client.rest()
            #expect(status(lines) == "interrupted")
            #expect(deltas(lines).isEmpty)
            #expect(try client.end() == 0)
        }
    }

    @Test func `two threads of one server take their turns at the same time`() async throws {
        try await withFakeCodex([FakeCodexTurn([.hold("first"), .text("a")]), .text("b")]) { codex in
            let client = try Client(codex)
            let first = try client.begin()
            let second = try client.call("thread/start")?["result"]?["thread"]?["id"]?.stringValue ?? ""
            #expect(first != second)
            try client.turn(first)
            try await codex.waitUntilHeld(at: "first")
            try client.turn(second)
            var lines = client.rest()
            #expect(deltas(lines) == ["b"])
            #expect(lines.last?["params"]?["threadId"]?.stringValue == second)
            try codex.open("first")
            lines = client.rest()
            #expect(deltas(lines) == ["a"])
            #expect(try client.end() == 0)
        }
    }

    @Test func `a failure has its kind, and notices before it say that it is tried again`() async throws {
        try await withFakeCodex([
            FakeCodexTurn([
                .retrying("slow"), .warning("w"), .notification(method: "model/rerouted", params: ["toModel": "n"]),
                .failed("limit", info: "usageLimitExceeded"),
            ])
        ]) { codex in
            let client = try Client(codex)
            try client.turn(try client.begin())
            let lines = client.rest()
            let errors = lines.filter { $0["method"] == "error" }.map { $0["params"]?["willRetry"] }
            #expect(errors == [true, false])
            #expect(lines.contains { $0["params"]?["toModel"] == "n" && $0["params"]?["turnId"] == "turn_0" })
            #expect(status(lines) == "failed")
            #expect(lines.last?["params"]?["turn"]?["error"]?["codexErrorInfo"] == "usageLimitExceeded")
            _ = try client.end()
        }
    }

    @Test func `a crash in the middle of a turn ends the output`() async throws {
        try await withFakeCodex([FakeCodexTurn([.text("a"), .signal(SIGKILL)])]) { codex in
            let client = try Client(codex)
            try client.turn(try client.begin())
            let lines = client.rest()
            #expect(deltas(lines) == ["a"])
            #expect(lines.last?["method"] == "item/completed")
            #expect(client.process.wait() == -9)
        }
    }

    @Test func `one that is frozen answers nothing and does not end with its input`() async throws {
        try await withFakeCodex([FakeCodexTurn([.text("a"), .freeze])]) { codex in
            let client = try Client(codex)
            let thread = try client.begin()
            try client.turn(thread)
            try await codex.waitUntilFrozen()
            try client.process.closeInput()
            client.process.signal(SIGTERM)
            #expect(client.process.wait() == -15)
            #expect(status(client.process.lines()) == nil)
        }
    }

    @Test func `requests are answered otherwise on demand`() async throws {
        var options = FakeCodexOptions()
        options.reactions = [
            "model/list": .error(code: -32001, message: "later"), "turn/start": .exit(3), "account/read": .silence,
        ]
        options.models = ["x", "y"]
        try await withFakeCodex(options: options) { codex in
            let client = try Client(codex)
            _ = try client.begin()
            #expect(try client.call("model/list")?["error"] == ["code": -32001, "message": "later"])
            #expect(try client.call("nonsense")?["error"]?["code"] == -32600)
            try client.send(["id": "x", "method": "account/read"])
            #expect(try client.call("turn/start", ["threadId": "thread_0"]) == nil)
            #expect(client.process.wait() == 3)
        }
    }

    @Test func `models and the account are those of the options`() async throws {
        var options = FakeCodexOptions()
        options.models = ["x", "y"]
        options.isLoggedIn = true
        try await withFakeCodex(options: options) { codex in
            let client = try Client(codex)
            _ = try client.begin()
            let models = try client.call("model/list")?["result"]?["data"]?.arrayValue ?? []
            #expect(models.map { $0["id"] } == ["x", "y"])
            #expect(models.map { $0["isDefault"] } == [true, false])
            #expect(try client.call("account/read")?["result"]?["account"]?["type"] == "apiKey")
            _ = try client.end()
        }
    }
}
