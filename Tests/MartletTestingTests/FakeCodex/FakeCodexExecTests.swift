import Foundation
import MartletAPI
import MartletTesting
import Testing

@Suite struct FakeCodexExecTests {
    /// Runs `exec` to its end.
    private func exec(
        _ codex: FakeCodex, prompt: String = "hi", arguments: [String] = ["exec", "--json", "-"],
        environment: [String: String] = [:]
    ) throws -> (lines: [JSONValue], error: String, status: Int32) {
        let process = try FakeProcess(codex.path, arguments, environment: environment)
        try process.write(prompt)
        try process.closeInput()
        let lines = process.lines()
        return (lines, process.errorText(), process.wait())
    }

    private func types(_ lines: [JSONValue]) -> [String] {
        lines.compactMap { $0["item"]?["type"]?.stringValue ?? $0["type"]?.stringValue }
    }

    @Test func `a turn is told as exec tells it, and the call is recorded`() async throws {
        try await withFakeCodex([
            FakeCodexTurn([
                .reasoning("hm"), .command("ls", output: "a\n"), .fileChange(path: "/w/a", diff: "+a"),
                .warning("careful"), .text("one two"), .usage(ScriptedTurn.usage),
            ])
        ]) { codex in
            let (lines, _, status) = try exec(codex, prompt: "hello\n", environment: ["CODEX_HOME": "/h"])
            #expect(status == 0)
            #expect(
                types(lines) == [
                    "thread.started", "turn.started", "reasoning", "command_execution", "command_execution",
                    "file_change", "file_change", "error", "agent_message", "turn.completed",
                ])
            #expect(lines[4]["item"]?["aggregated_output"] == "a\n")
            #expect(lines[3]["item"]?["id"] == lines[4]["item"]?["id"])
            #expect(lines[8]["item"]?["text"] == "one two")
            #expect(lines[9]["usage"]?["input_tokens"] == 20)
            let call = try #require(codex.calls.first)
            #expect(codex.calls.count == 1)
            #expect(call.arguments == ["exec", "--json", "-"])
            #expect(call.environment["CODEX_HOME"] == "/h")
            #expect(call.prompt == "hello\n")
        }
    }

    @Test func `turns come in order over processes, and the last for ever`() async throws {
        try await withFakeCodex([.text("a"), .failed("unexpected status 401"), .text("b")]) { codex in
            var texts: [String?] = []
            var statuses: [Int32] = []
            for _ in 0..<4 {
                let (lines, _, status) = try exec(codex)
                texts.append(lines.compactMap { $0["item"]?["text"]?.stringValue }.first)
                statuses.append(status)
            }
            #expect(texts == ["a", nil, "b", "b"])
            #expect(statuses == [0, 1, 0, 0])
        }
    }

    @Test func `a failure is told twice, as by the real one, after what is tried again`() async throws {
        try await withFakeCodex([FakeCodexTurn([.retrying("status 500"), .failed("status 500")])]) { codex in
            let (lines, _, status) = try exec(codex)
            #expect(types(lines) == ["thread.started", "turn.started", "error", "error", "turn.failed"])
            #expect(lines.last?["error"]?["message"] == "status 500")
            #expect(status == 1)
        }
    }

    @Test func `noise, a broken line and text on standard error come where they are put`() async throws {
        try await withFakeCodex([
            FakeCodexTurn([.line("not json"), .bytes([0xFF, 0x0A]), .standardError("WARN: x\n"), .text("a")])
        ]) { codex in
            let (lines, error, _) = try exec(codex)
            #expect(lines[2] == "not json")
            #expect(lines[3] == "\u{FFFD}")
            #expect(error == "WARN: x\n")
            #expect(lines.last?["type"] == "turn.completed")
        }
    }

    @Test(arguments: [(.exit(0), 0), (.exit(101), 101), (.signal(SIGKILL), -9)] as [(FakeCodexStep, Int32)])
    func `a program that ends in the middle says nothing more`(_ end: FakeCodexStep, _ status: Int32) async throws {
        try await withFakeCodex([FakeCodexTurn([.text("a"), end])]) { codex in
            let result = try exec(codex)
            #expect(types(result.lines).last == "agent_message")
            #expect(result.status == status)
        }
    }

    @Test func `a refusal says nothing on standard output`() async throws {
        try await withFakeCodex([.refusal(status: 1, "Error loading config.toml: bad")]) { codex in
            let (lines, error, status) = try exec(codex)
            #expect(lines.isEmpty)
            #expect(error == "Error loading config.toml: bad\n")
            #expect(status == 1)
        }
    }

    @Test(arguments: [(SIGINT, 1), (SIGTERM, -15), (SIGKILL, -9)] as [(Int32, Int32)])
    func `signals end it as they end the real one`(_ signal: Int32, _ status: Int32) async throws {
        try await withFakeCodex([FakeCodexTurn([.hold("here"), .text("a")])]) { codex in
            let process = try FakeProcess(codex.path, ["exec", "--json"])
            try process.closeInput()
            try await codex.waitUntilHeld(at: "here")
            process.signal(signal)
            #expect(process.wait() == status)
            try await codex.waitUntilEnded()
        }
    }

    @Test func `one that ignores signals ends by SIGKILL only`() async throws {
        try await withFakeCodex([FakeCodexTurn([.ignoreSignals, .hold("here"), .hold("there")])]) { codex in
            let process = try FakeProcess(codex.path, ["exec", "--json"])
            try process.closeInput()
            try await codex.waitUntilHeld(at: "here")
            process.signal(SIGINT)
            process.signal(SIGTERM)
            try codex.open("here")
            try await codex.waitUntilHeld(at: "there")
            process.signal(SIGKILL)
            #expect(process.wait() == -9)
        }
    }

    @Test func `a turn can be over while the program goes on`() async throws {
        try await withFakeCodex([FakeCodexTurn([.text("a"), .completed, .freeze])]) { codex in
            let process = try FakeProcess(codex.path, ["exec", "--json"])
            try process.closeInput()
            #expect(process.line { $0["type"] == "turn.completed" } != nil)
            await #expect(throws: FakeCodexError.self) { try await codex.waitUntilEnded(timeout: .milliseconds(1)) }
            process.signal(SIGKILL)
            _ = process.wait()
            try await codex.waitUntilEnded()
        }
    }

    @Test(arguments: [true, false])
    func `an orphan outlives the program, and ends with the test`(_ keepsPipes: Bool) async throws {
        let codex = try FakeCodex([FakeCodexTurn([.orphan(keepsPipes: keepsPipes), .text("a")])])
        defer { codex.remove() }
        let process = try FakeProcess(codex.path, ["exec", "--json"])
        try process.closeInput()
        #expect(process.line { $0["type"] == "turn.completed" } != nil)
        #expect(process.wait() == 0)
        #expect(codex.orphans.count == 1)
        #expect(codex.livingOrphans == codex.orphans)
        codex.remove()
        // With the orphan, the last end of the pipe is closed.
        #expect(process.nextLine() == nil)
        #expect(!FileManager.default.fileExists(atPath: codex.directory))
    }

    @Test func `the other commands are answered`() async throws {
        var options = FakeCodexOptions()
        options.version = "codex 0.1\n"
        options.isLoggedIn = true
        options.hasAppServer = false
        try await withFakeCodex(options: options) { codex in
            func run(_ arguments: String...) throws -> (status: Int32, line: JSONValue?) {
                let result = try exec(codex, arguments: arguments)
                return (result.status, result.lines.last)
            }
            let version = try run("--version")
            #expect(version.line == "codex 0.1")
            let login = try run("login", "status")
            #expect(login.status == 0)
            let doctor = try run("doctor", "--json")
            #expect(doctor.line?["overallStatus"] == "ok")
            let server = try run("app-server")
            #expect(server.status == 2)
            let turn = try run("exec", "-")
            #expect(turn.line?["type"] == "turn.completed")
        }
    }
}
