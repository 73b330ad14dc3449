import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import Examples

/// The examples that talk to Codex, over a program that stands for it.
@Suite(.timeLimit(.minutes(5))) struct CodexExamplesTests {
    private func outcome(_ codex: FakeCodex, _ arguments: String...) async -> Outcome {
        await Outcome.of(
            arguments,
            environment: [
                "CODEX_CLI_PATH": codex.path, "HOME": codex.directory, "PATH": "/usr/bin:/bin",
                // Nobody listens there: what Codex can answer is not asked of the platform.
                "MARTLET_BASE_URL": "http://127.0.0.1:1/v1",
            ])
    }

    // MARK: A session

    @Test func `codex-session shows what is said and done, and leaves no process behind`() async throws {
        let turn = FakeCodexTurn([
            .command("ls", output: "main.swift\n"), .fileChange(path: "NOTES.md", diff: "+notes"),
            .text("It has one file."),
        ])
        try await withFakeCodex([turn]) { codex in
            let outcome = await outcome(codex, "codex-session", "What is here?", "--directory=\(codex.directory)")
            #expect(outcome.errors.isEmpty)
            #expect(outcome.output.contains("ls"))
            #expect(outcome.output.contains("(exit code 0)"))
            #expect(outcome.output.contains("NOTES.md"))
            #expect(outcome.output.hasSuffix("It has one file.\n"))
            let call = try #require(codex.calls.last { $0.arguments.contains("app-server") })
            #expect(call.directory == URL(fileURLWithPath: codex.directory).resolvingSymlinksInPath().path)
            #expect(call.parameters(of: "thread/start").first?["sandbox"] == "read-only")
            try await codex.waitUntilEnded()
        }
    }

    @Test func `codex-session lets Codex write when it is told to`() async throws {
        try await withFakeCodex([.text("Done.")]) { codex in
            let outcome = await outcome(codex, "codex-session", "--write", "--directory=\(codex.directory)")
            #expect(outcome.errors.isEmpty)
            let call = try #require(codex.calls.last { $0.arguments.contains("app-server") })
            #expect(call.parameters(of: "thread/start").first?["sandbox"] == "workspace-write")
        }
    }

    @Test func `codex-session says what to do when there is no Codex, or no directory`() async throws {
        let missing = await Outcome.of(
            ["codex-session"],
            environment: ["CODEX_CLI_PATH": "/no/such/codex", "HOME": "/nowhere", "PATH": "/nowhere"])
        #expect(missing.status == 1)
        #expect(missing.errors.contains("/no/such/codex"))
        #expect(!missing.errors.contains("martlet serve"))
        try await withFakeCodex { codex in
            let outcome = await outcome(codex, "codex-session", "--directory=/no/such/directory")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("/no/such/directory"))
        }
    }

    // MARK: Codex as any chat model

    @Test(arguments: [
        ("code-blocks", "--- 1: python ---\nprint(1)\n"), ("hello-worlds", "Rust, by gpt-5.5:\nprint(1)\n"),
        ("batch", "Three at a time:\n"), ("degradation", "In time: Here:\n"),
    ])
    func `examples for any model work over Codex, which runs no commands there`(
        example: String, output: String
    ) async throws {
        try await withFakeCodex([.text("Here:\n```python\nprint(1)\n```\n")]) { codex in
            let outcome = await outcome(codex, example, "--codex")
            #expect(outcome.output.contains(output))
            let threads = codex.calls.flatMap { $0.parameters(of: "thread/start") }
            #expect(!threads.isEmpty)
            #expect(threads.allSatisfy { $0["environments"] == [] && $0["sandbox"] == "read-only" })
            try await codex.waitUntilEnded()
        }
    }

    @Test func `generate-server answers with Codex, and lists its models`() async throws {
        var options = FakeCodexOptions()
        options.models = ["gpt-a", "gpt-b"]
        try await withFakeCodex([.text("Hello!")], options: options) { codex in
            let outcome = await outcome(codex, "generate-server", "--once", "--codex", "--flask")
            #expect(outcome.errors.isEmpty)
            #expect(outcome.lines.first?.hasPrefix("codex answers on ") == true)
            #expect(outcome.output.contains(#""content":"Hello!""#))
            #expect(outcome.lines.last == #"/models: {"models":["gpt-a","gpt-b"]}"#)
        }
    }
}
