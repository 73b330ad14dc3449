import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletCodex

/// When a client starts and ends what it needs, and what it keeps private.
struct CodexClientLifetimeTests {
    @Test func `a client that was shut down says so, and what runs fails`() async throws {
        try await withFakeCodex { turn, _ in
            turn.delta("half")
            await turn.endWhenInterrupted()
        } _: { (client, runner) async throws in
            let stream = try await client.chat.completions.stream(question("x"))
            await client.shutdown()
            await client.shutdown()
            let error = await #expect(throws: MartletError.self) { for try await _ in stream {} }
            #expect(error?.code == .shutDown)
            let later = await #expect(throws: MartletError.self) { try await client.create(question("x")) }
            #expect(later?.code == .shutDown)
            #expect(runner.processes.count == 1)
            #expect(runner.processes[0].endCount > 0)
        }
    }

    @Test func `a client that is let go ends its process and deletes its home`() async throws {
        try await withScratchDirectory { (directory) async throws in
            let runner = FakeRunner { process, _ in
                await FakeAppServer(process).serve { $0.answer("x") }
                return .exited(0)
            }
            func use() async throws {
                var configuration = CodexConfiguration()
                configuration.executable = "/fake/codex"
                configuration.privateHomeDirectory = directory + "/homes"
                configuration.processRunner = runner
                configuration.apiKey = "sk-test-key"
                _ = try await CodexClient(configuration).create(question("x"))
            }
            try await use()
            let process = try #require(runner.processes.first)
            for _ in 0..<500 where process.endCount == 0 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(process.endCount > 0)
            func homes() -> [String] {
                (try? FileManager.default.contentsOfDirectory(atPath: directory + "/homes")) ?? []
            }
            for _ in 0..<500 where !homes().isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            #expect(homes() == [])
        }
    }

    @Test func `the key is in the environment alone, and the home is private`() async throws {
        try await withFakeCodex {
            $0.apiKey = "sk-test-1234567890"
            $0.environment["OPENAI_API_KEY"] = "sk-other"
        } turn: { turn, _ in
            turn.answer("x")
        } _: { (client, runner) async throws in
            _ = try await client.create(question("x"))
            let launch = try #require(runner.processes.first).launch
            #expect(!launch.arguments.joined().contains("sk-"))
            #expect(
                launch.environment.filter { $0.value.contains("sk-") } == [
                    CodexConfiguration.keyVariable: "sk-test-1234567890"
                ])
            let home = try #require(launch.environment["CODEX_HOME"])
            #expect(FileManager.default.fileExists(atPath: home))
            await client.shutdown()
            #expect(!FileManager.default.fileExists(atPath: home))
        }
    }

    @Test func `without a key and a service, Codex keeps its own home`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("x")
        } _: { (client, runner) async throws in
            _ = try await client.create(question("x"))
            let launch = try #require(runner.processes.first).launch
            #expect(launch.environment["CODEX_HOME"] == nil)
            #expect(!launch.arguments.joined(separator: " ").contains("model_provider"))
        }
    }

    @Test func `a session ends whatever happens`() async throws {
        struct Trouble: Error {}
        let runner = FakeRunner { process, _ in
            await FakeAppServer(process).serve { $0.answer("x") }
            return .exited(0)
        }
        try await withScratchDirectory { (directory) async throws in
            var configuration = CodexConfiguration()
            configuration.executable = "/fake/codex"
            configuration.privateHomeDirectory = directory + "/homes"
            configuration.processRunner = runner
            await #expect(throws: Trouble.self) {
                try await withCodexSession(
                    workingDirectory: directory, sandbox: .readOnly, configuration: configuration
                ) { client in
                    #expect(client.configuration.sandbox == .readOnly)
                    _ = try await client.create(question("x"))
                    throw Trouble()
                }
            }
            #expect(runner.processes.first?.endCount ?? 0 > 0)
        }
    }
}
