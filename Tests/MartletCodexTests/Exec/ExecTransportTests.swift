import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletCodex

/// The client over `codex exec`, with a script in its place.
struct ExecTransportTests {
    private func withScript<Result>(
        _ script: String, _ configure: (inout CodexConfiguration) -> Void = { _ in },
        _ body: (CodexClient, String) async throws -> Result
    ) async throws -> Result {
        try await withScratchDirectory { (directory) async throws in
            var configuration = CodexConfiguration()
            configuration.environment = ["HOME": directory, "PATH": "/usr/local/bin:/usr/bin:/bin"]
            configuration.workingDirectory = directory
            configuration.transport = .exec
            configuration.retryPolicy = RetryPolicy(maxRetries: 2, initialDelay: .milliseconds(1))
            configuration.executable = try Script.make(
                """
                #!/bin/sh
                if [ "$1" = --version ]; then echo codex-cli 0.100.0; exit 0; fi
                echo x >> "$HOME/runs"
                printf '%s\\n' "$@" > "$HOME/arguments"
                cat > "$HOME/prompt"
                event() { printf '%s\\n' "$1"; }
                say() { event '{"type":"item.completed","item":{"id":"item_1","type":"agent_message","text":"'"$1"'"}}'; }
                end() { event '{"type":"turn.completed","usage":{"input_tokens":4,"cached_input_tokens":0,"output_tokens":3}}'; }
                event '{"type":"thread.started","thread_id":"thread-of-exec"}'
                \(script)
                """, in: directory)
            configure(&configuration)
            let client = try CodexClient(configuration)
            do {
                let result = try await body(client, directory)
                await client.shutdown()
                return result
            } catch {
                await client.shutdown()
                throw error
            }
        }
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func runs(_ directory: String) throws -> Int { try text(directory + "/runs").filter { $0 == "x" }.count }

    @Test func `T75 an answer by exec, with the prompt on standard input and not among the arguments`() async throws {
        try await withScript("say 'by exec'; end") { (client, directory) async throws in
            let answer = try await client.create(question("- a secret question"))
            #expect(answer.text == "by exec")
            #expect(answer.usage?.totalTokens == 7)
            #expect(try text(directory + "/prompt").contains("- a secret question"))
            let arguments = try text(directory + "/arguments")
            #expect(arguments.hasPrefix("exec\n"))
            #expect(arguments.contains("\n-s\nworkspace-write\n"))
            #expect(!arguments.contains("secret"))
        }
    }

    @Test func `a stream by exec is the whole text, and n are as many processes`() async throws {
        try await withScript("say 'answer'; end") { (client, directory) async throws in
            var request = question("x")
            request.n = 2
            let completion = try await client.chat.completions.stream(request).collect()
            #expect(completion.choices.map(\.message.text) == ["answer", "answer"])
            #expect(try runs(directory) == 2)
        }
    }

    @Test func `T78 a process whose turn is over and that does not exit is ended`() async throws {
        try await withScript("say 'done'; end; trap '' TERM; while :; do sleep 0.1; done") { (client, _) async throws in
            #expect(try await client.create(question("x")).text == "done")
        }
    }

    @Test func `T78 a process that exits well without a final event is an error`() async throws {
        try await withScript("say 'half'; exit 0") { (client, directory) async throws in
            let error = await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(error?.code == .protocolViolation)
            #expect(try runs(directory) == 1)
        }
    }

    @Test func `T77 the thread is known from the first event, so that it can be resumed after a crash`() async throws {
        let script = """
            case "$*" in *resume*thread-of-exec*) say 'resumed'; end; exit 0;; esac
            kill -9 $$
            """
        try await withScript(script) {
            $0.persistsThreads = true
            $0.retryPolicy = RetryPolicy.none
        } _: { (client, _) async throws in
            let conversation = client.conversation()
            let error = await #expect(throws: MartletError.self) { try await conversation.send("x") }
            #expect(error?.code == .processKilled)
            let threadID = try #require(conversation.threadID)
            #expect(threadID == "thread-of-exec")
            let resumed = client.conversation(resuming: threadID)
            let answer = try await resumed.send("go on")
            #expect(answer.text == "resumed")
            // `exec` counts the whole thread, of which this is the first turn that was seen.
            #expect(answer.usage == nil)
        }
    }

    @Test func `a process that fails says why`() async throws {
        try await withScript("echo 'Error loading config.toml: bad' >&2; exit 1") { (client, _) async throws in
            let error = await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(error?.message.contains("bad") == true)
        }
    }

    @Test func `a failure that may pass is tried again`() async throws {
        let script = """
            if [ "$(wc -l < "$HOME/runs")" -lt 3 ]; then
              event '{"type":"turn.failed","error":{"message":"exceeded retry limit, last status: 429 Too Many Requests"}}'
              exit 1
            fi
            say 'third'; end
            """
        try await withScript(script) { (client, directory) async throws in
            #expect(try await client.create(question("x")).text == "third")
            #expect(try runs(directory) == 3)
        }
    }

    @Test func `T79 cancelling ends the process and the commands it started`() async throws {
        let script = """
            setsid sh -c 'trap "" TERM INT; echo $$ > "$HOME/pid.new"; mv "$HOME/pid.new" "$HOME/pid"
              while :; do sleep 0.1; done' &
            wait
            """
        for sandbox in [CodexSandbox.dangerFullAccess, .workspaceWrite] {
            try await withScript(script) {
                $0.sandbox = sandbox
            } _: { (client, directory) async throws in
                let task = Task { try await client.create(question("x")) }
                for _ in 0..<500 where !FileManager.default.fileExists(atPath: directory + "/pid") {
                    try await Task.sleep(for: .milliseconds(10))
                }
                let command = try #require(Int32(try text(directory + "/pid").filter(\.isNumber)))
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                try await ProcessCheck.waitForEnd(of: [command])
                #expect(!ProcessCheck.isRunning(command))
            }
        }
    }

    @Test func `a run that takes too long is ended`() async throws {
        try await withScript("sleep 300") { (client, _) async throws in
            var options = CodexRequestOptions()
            options.timeout = .milliseconds(300)
            let error = await #expect(throws: MartletError.self) {
                try await client.create(question("x"), options: options)
            }
            #expect(error?.code == .deadlineExceeded)
        }
    }

    @Test func `shutting down ends what runs`() async throws {
        try await withScript("touch \"$HOME/begun\"; sleep 300") { (client, directory) async throws in
            let task = Task { try await client.create(question("x")) }
            for _ in 0..<500 where !FileManager.default.fileExists(atPath: directory + "/begun") {
                try await Task.sleep(for: .milliseconds(10))
            }
            await client.shutdown()
            let error = await #expect(throws: MartletError.self) { try await task.value }
            #expect(error?.code == .shutDown)
        }
    }

    @Test func `approvals cannot be asked for: a warning, or an error`() async throws {
        let warnings = Collected<String>()
        try await withScript("say x; end") {
            $0.approvalPolicy = .onRequest
            $0.onActivity = { if case .warning(let text) = $0 { warnings.append(text) } }
        } _: { (client, _) async throws in
            _ = try await client.create(question("x"))
            #expect(warnings.all.contains { $0.contains("approval") })
            var options = CodexRequestOptions()
            options.unsupportedParameters = .error
            let error = await #expect(throws: MartletError.self) {
                try await client.create(question("x"), options: options)
            }
            #expect(error?.code == .invalidRequest)
        }
    }

    @Test func `the files of a run are gone afterwards`() async throws {
        try await withScript("say x; end") { (client, directory) async throws in
            _ = try await client.create(question("x"))
            let homes = try FileManager.default.subpathsOfDirectory(atPath: directory + "/.cache/martlet/codex")
            #expect(!homes.contains { $0.contains("input-") || $0.contains("run-") })
        }
    }
}
