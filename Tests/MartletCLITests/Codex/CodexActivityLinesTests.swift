import MartletAPI
import Testing

@testable import MartletCLI
@testable import MartletCodex

struct CodexActivityLinesTests {
    private func command(
        _ command: String = "/bin/bash -lc 'ls -la'", output: String = "", exitCode: Int? = nil,
        status: CodexStatus = .inProgress
    ) -> CodexActivity {
        .command(
            MartletCodex.CodexCommand(
                id: "c", command: command, workingDirectory: "/w", output: output, exitCode: exitCode, status: status,
                duration: nil))
    }

    @Test(arguments: [
        ("/bin/bash -lc 'ls -la'", "ls -la"), ("bash -c ls", "ls"), ("/usr/bin/zsh -lc 'a '\"'\"'b'\"'\"''", "a 'b'"),
        ("/bin/bash -lc \"it's\"", "/bin/bash -lc \"it's\""), ("python3 -c 'x'", "python3 -c 'x'"), ("ls", "ls"),
        ("", ""),
        ("/bin/bash -lc '", "/bin/bash -lc '"),
    ])
    func `a command is shown without the shell around it`(_ command: String, _ shown: String) {
        #expect(CodexActivityLines.unwrapped(command) == shown)
    }

    @Test func `a command has a line when it begins, and its output when it ends`() {
        let lines = CodexActivityLines()
        #expect(lines.lines(command()) == ["$ ls -la"])
        #expect(lines.lines(command(output: "a\nb\n", exitCode: 0, status: .completed)) == ["  a", "  b"])
        #expect(lines.lines(command(output: "no\n", exitCode: 3, status: .failed)) == ["  no", "  exit code 3"])
        #expect(lines.lines(command(status: .declined)) == ["  declined: ls -la"])
        #expect(lines.lines(.commandOutput(id: "c", "a")).isEmpty)
    }

    @Test func `of a long output the end is shown, and all of it on demand`() {
        let output = (1...30).map { "\($0)" }.joined(separator: "\n")
        let ended = command(output: output, exitCode: 0, status: .completed)
        let short = CodexActivityLines().lines(ended)
        #expect(short.first == "  (20 more lines)")
        #expect(short.count == 11)
        #expect(short.last == "  30")
        #expect(CodexActivityLines(isVerbose: true).lines(ended).count == 30)
    }

    @Test func `what a program prints does nothing to the terminal`() {
        let lines = CodexActivityLines().lines(command(output: "\u{1B}[31mred\u{7}", exitCode: 0, status: .completed))
        #expect(lines == [#"  \u{1B}[31mred\u{7}"#])
    }

    @Test func `everything else has its line`() {
        let lines = CodexActivityLines()
        let changes = [
            CodexFileChange(path: "/w/a", kind: "add", movedTo: nil, diff: nil),
            CodexFileChange(path: "/w/b", kind: "update", movedTo: "/w/c", diff: nil),
        ]
        #expect(lines.lines(.fileChanges(CodexFileChanges(id: "f", changes: changes, status: .inProgress))).isEmpty)
        #expect(
            lines.lines(.fileChanges(CodexFileChanges(id: "f", changes: changes, status: .completed))) == [
                "add /w/a", "update /w/b → /w/c",
            ])
        #expect(
            lines.lines(
                .plan([
                    CodexPlanStep(text: "one", status: .completed), CodexPlanStep(text: "two", status: .inProgress),
                    CodexPlanStep(text: "three", status: CodexStatus(rawValue: "pending")),
                ])) == ["[x] one", "[>] two", "[ ] three"])
        #expect(lines.lines(.warning("a\nb")) == ["! a⏎ b"])
        #expect(lines.lines(.warning("a\nb")).isEmpty)
        let usual = CodexActivity.warning("Model metadata for `m` not found. Defaulting to fallback metadata; …")
        #expect(lines.lines(usual).isEmpty)
        #expect(CodexActivityLines(isVerbose: true).lines(usual).count == 1)
        #expect(lines.lines(.retrying(CodexRetry(message: "slow", status: 500))) == ["! trying again: slow"])
        #expect(lines.lines(.modelRerouted(from: "a", to: "b")) == ["! b answers instead of a"])
        #expect(lines.lines(.message("I look.", phase: .commentary)) == ["I look."])
        #expect(lines.lines(.webSearch(CodexWebSearch(id: "w", query: "swift", action: nil))) == ["search: swift"])
        let tool = CodexToolUse(
            id: "t", server: "lab", tool: "add", arguments: ["a": 1], result: nil, error: nil, status: .inProgress)
        #expect(lines.lines(.tool(tool)) == [#"→ lab.add({"a":1})"#])
        #expect(lines.lines(.diff("+x")).isEmpty)
        #expect(CodexActivityLines(isVerbose: true).lines(.diff("+x\n")) == ["+x"])
        #expect(lines.lines(.usage(CodexTokenUsage())).isEmpty)
    }

    @Test func `for programs it is an object each`() throws {
        let ended = command(output: "a", exitCode: 0, status: .completed)
        let object = try #require(CodexActivityJSON.object(ended))
        #expect(object["kind"] == "command")
        #expect(object["exit_code"] == 0)
        #expect(object["status"] == "completed")
        #expect(CodexActivityJSON.object(.warning("w")) == ["kind": "warning", "message": "w"])
        #expect(CodexActivityJSON.object(.usage(CodexTokenUsage())) == nil)
    }
}
