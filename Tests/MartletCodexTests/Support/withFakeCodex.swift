import Martlet
import MartletAPI
import MartletCodex

/// Lends a client whose processes the test plays.
///
/// - Parameters:
///   - configure: Changes the configuration.
///   - turn: What the turns of each app-server do; given the server's number, from 0.
///   - body: The test.
func withFakeCodex<Result>(
    _ configure: (inout CodexConfiguration) -> Void = { _ in },
    turn: @escaping @Sendable (FakeTurn, Int) async -> Void,
    _ body: (CodexClient, FakeRunner) async throws -> Result
) async throws -> Result {
    try await withFakeCodex(
        configure,
        play: { process, number in
            await FakeAppServer(process).serve { await turn($0, number) }
            return .exited(0)
        }, body)
}

/// ``withFakeCodex(_:turn:_:)`` with the whole process in the test's hand.
func withFakeCodex<Result>(
    _ configure: (inout CodexConfiguration) -> Void = { _ in },
    play: @escaping @Sendable (FakeProcess, Int) async throws -> CodexExit,
    _ body: (CodexClient, FakeRunner) async throws -> Result
) async throws -> Result {
    try await withScratchDirectory { (directory) async throws in
        let runner = FakeRunner(play)
        var configuration = CodexConfiguration()
        configuration.environment = ["HOME": directory, "PATH": "/usr/bin:/bin"]
        configuration.workingDirectory = directory
        configuration.privateHomeDirectory = directory + "/homes"
        configuration.executable = "/fake/codex"
        configuration.processRunner = runner
        configuration.retryPolicy.initialDelay = .milliseconds(1)
        configure(&configuration)
        let client = try CodexClient(configuration)
        do {
            let result = try await body(client, runner)
            await client.shutdown()
            return result
        } catch {
            await client.shutdown()
            throw error
        }
    }
}

/// A request with one question.
func question(_ text: String) -> ChatCompletionRequest {
    ChatCompletionRequest(model: nil, messages: [.user(text)])
}
