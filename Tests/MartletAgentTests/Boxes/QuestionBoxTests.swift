import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Synchronization
import Testing

@testable import MartletAgent

/// The checklist's boxes 32 to 37: the answers to the original's frequent questions.
struct QuestionBoxTests {
    private func agent(
        _ server: FaultServer, _ change: (inout RuntimeConfig) -> Void = { _ in },
        output: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> ChatAgent {
        ChatAgent(
            try ModelConfig(apiBaseURL: server.baseURL + "/v1"), RuntimeConfig(change),
            logger: LogRecorder().logger(), output: output)
    }

    @Test func `Box 32: Ollama needs the base URL and takes any key`() async throws {
        try await withFaultServer([try BoxAnswers.answer()]) { server in
            for key in ["not-needed", nil] {
                let config = try ModelConfig(apiBaseURL: server.baseURL + "/v1", apiKey: key, model: "qwen2.5:7b")
                #expect(try await ChatAgent(config, logger: LogRecorder().logger()).chat("Hi") == "Hello!")
            }
            #expect(server.requests[0].header("Authorization") == "Bearer not-needed")
            #expect(server.requests[1].header("Authorization") == nil)
            #expect(try server.body()["model"] == "qwen2.5:7b")
        }
    }

    @Test func `Box 33: verify_ssl off accepts any certificate, on checks it`() {
        let model = ModelConfig()
        for (verifies, isChecked) in [(true, true), (false, false)] {
            let runtime = RuntimeConfig { $0.verifySSL = verifies }
            let telemetry = AgentTelemetry(model: model, runtime: runtime)
            let configuration = ClientConfiguration.agent(model, runtime, telemetry)
            if case .none = configuration.tls { #expect(!isChecked) } else { #expect(isChecked) }
        }
    }

    @Test func `Box 34: stream_enable_progress and display_stream print, and only both`() async throws {
        try await withFaultServer([try BoxAnswers.stream(["a", "b"])]) { server in
            for (progress, display, expected) in [(true, true, "ab\n"), (true, false, ""), (false, true, "")] {
                let printed = Mutex("")
                let agent = try agent(
                    server, { $0.streamEnableProgress = progress },
                    output: { text in printed.withLock { $0 += text } })
                for try await _ in agent.chatStream("Hi", displayStream: display) {}
                #expect(printed.withLock { $0 } == expected)
            }
        }
    }

    @Test func `Box 35: capture_token_usage counts tokens, in streams too`() async throws {
        let usage = #"{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}"#
        try await withFaultServer([try BoxAnswers.stream(["a"], usage: usage), try BoxAnswers.stream(["12345678"])]) {
            server in
            let agent = try agent(server, { $0.captureTokenUsage = true })
            for try await _ in agent.chatStream("Hi") {}
            #expect(await agent.getStats()["prompt_tokens"] == 11)
            #expect(await agent.getStats()["completion_tokens"] == 7)
            #expect(try server.body()["stream_options"]?["include_usage"] == true)
            // From a platform that sends none they are estimated, and said to be.
            for try await _ in agent.chatStream("Hi") {}
            #expect(await agent.getStats()["completion_tokens"] == 9)
            #expect(await agent.getStats()["estimated_tokens"] == 2)
        }
    }

    @Test(arguments: [
        ("mp4", "video/mp4"), ("webm", "video/webm"), ("ogg", "video/ogg"), ("mov", "video/quicktime"),
        ("avi", "video/x-msvideo"), ("MP4", "video/mp4"),
    ])
    func `Box 36: videos of the documented forms are sent as base64`(ending: String, type: String) async throws {
        try await withFaultServer([try BoxAnswers.answer()]) { server in
            try await withTemporaryDirectory { directory in
                let path = "\(directory)/clip.\(ending)"
                try Data([0, 1, 2, 255]).write(to: URL(fileURLWithPath: path))
                _ = try await agent(server).chat("What is it?", videos: MediaSources(paths: [path]))
                let part = try server.body()["messages"]?[0]?["content"]?[1]
                #expect(part?["type"] == "video_url")
                #expect(part?["video_url"]?["url"] == .string("data:\(type);base64,AAEC/w=="))
                // The caveat about sizes is a setting.
                let limited = try agent(server, { $0.maxMediaBytes = 3 })
                let error = try await #require(throws: MediaProcessingError.self) {
                    try await limited.chat("What is it?", videos: MediaSources(paths: [path]))
                }
                #expect(error.details["size"] == "4" && error.details["limit"] == "3")
                #expect(error.details["media_type"] == "video" && error.details["file_path"] == path)
            }
        }
    }

    @Test func `Box 37: a tool's failure is caught with the tool's name and its error`() async throws {
        struct Broken: LocalizedError { var errorDescription: String? { "the sensor is cold" } }
        try await withFaultServer([try BoxAnswers.toolCall("measure")]) { server in
            let agent = try agent(server)
            try await agent.registerTool(name: "measure") { _ in throw Broken() }
            do {
                _ = try await agent.chat("How warm is it?")
                Issue.record("an error was expected")
            } catch let error as ToolExecutionError {
                #expect(error.details["tool"] == "measure")
                #expect(error.details["error"]?.contains("the sensor is cold") == true)
            }
            #expect(await agent.messages == [])
        }
    }
}
