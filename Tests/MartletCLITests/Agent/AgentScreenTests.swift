import Martlet
import MartletAPI
import MartletAgent
import Testing

@testable import MartletCLI

/// Swift Testing has a type of the same name.
private typealias Status = MartletCLI.ExitStatus

struct AgentScreenTests {
    @Test func `A tool's end is one line: result or failure, time, attempts`() {
        let start = ToolStart(id: "1", name: "f", arguments: "{}", iteration: 1)
        #expect(
            AgentScreen.text(ToolEnd(start: start, content: "a\nb", duration: .milliseconds(120)))
                == "← f: a b (0.12 s)")
        let error = ToolExecutionError("It failed.", tool: "f", error: "cold")
        #expect(
            AgentScreen.text(ToolEnd(start: start, content: nil, error: error, duration: .seconds(2), attempts: 2))
                == "✗ f: cold (2.0 s, 2 attempts)")
    }

    @Test func `Long texts are cut, and nothing in them moves the cursor`() {
        #expect(AgentScreen.line("a\u{1B}[2Jb\r\n\tc\n") == "a [2Jb   c")
        let long = AgentScreen.line(String(repeating: "ü", count: 1_000))
        #expect(long.count == 301 && long.hasSuffix("…"))
    }

    @Test func `Statistics are one line`() {
        var stats = UsageStats()
        stats.addRequest(promptTokens: 10, completionTokens: 5, latency: 0.5)
        stats.addRequest(latency: 0.25, error: true)
        #expect(
            AgentScreen.text(stats)
                == "[2 requests (1 failed), 10 prompt + 5 answer tokens, 0.38 s on average]")
    }

    @Test func `Each of an agent's errors has its exit code`() {
        func connection(_ code: MartletError.Code) -> APIConnectionError {
            APIConnectionError("m", cause: MartletError(code, "m"))
        }
        let expected: [(any ChatAPIError, Status)] = [
            (ConfigurationError("m"), .configuration), (MediaProcessingError("m"), .usage),
            (ModelNotFoundError("m"), .refused), (TokenLimitError("m"), .refused),
            (ToolExecutionError("m", tool: "t", error: "e"), .refused), (APIResponseError("m"), .unavailable),
            (APIConnectionError("m"), .unavailable), (connection(.authentication), .authentication),
            (connection(.rateLimited), .tryAgain), (connection(.attemptTimeout), .tryAgain),
            (connection(.truncated), .cutOff), (connection(.invalidRequest), .refused),
        ]
        for (error, status) in expected { #expect(Status(error as any Error) == status, "\(error)") }
    }

    @Test func `An error is one sentence with the status`() {
        #expect(APIConnectionError("Slow down.", statusCode: 429, response: "{}").line == "Slow down. (HTTP 429)")
        #expect(ConfigurationError("It is wrong.").line == "It is wrong.")
        #expect(ToolExecutionError("It said:\nno\n\n", tool: "t", error: "e").line == "It said:\nno")
        #expect(
            ModelNotFoundError("There is none.", availableModels: ["a", "b"], statusCode: 404).line
                == "There is none. (HTTP 404) There are: a, b.")
    }
}
