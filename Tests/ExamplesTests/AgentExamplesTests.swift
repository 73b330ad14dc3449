import Foundation
import HTTPTypes
import Martlet
import MartletAPI
import MartletAgent
import MartletServer
import MartletTesting
import Testing

@testable import Examples

/// The examples of the agent, over a scripted model on a platform of their own.
@Suite(.timeLimit(.minutes(5))) struct AgentExamplesTests {
    private func run(_ arguments: String..., model: ScriptedModel) async throws -> Outcome {
        try await withPlatform(model: model, named: "smollm2") { platform in
            await Outcome.of(arguments, on: platform)
        }
    }

    private func call(_ id: ToolCallID, _ name: String, _ arguments: String) -> ToolCall {
        ToolCall(id: id, type: .function, function: ToolCallFunction(name: name, arguments: arguments))
    }

    // MARK: Conversations

    @Test func `Box 8: agent-chat remembers what was said, and nothing of the aside`() async throws {
        let model = ScriptedModel([.text("A bird."), .text("A small bird."), .text("Un oiseau.")])
        let outcome = try await run("agent-chat", "What is a wren?", model: model)
        #expect(outcome.errors.isEmpty)
        #expect(
            outcome.lines == [
                "First answer: A bird.", "Second answer: A small bird.", "Aside: Un oiseau.",
                "Messages: system, user, assistant, user, assistant", "After clearing: system",
            ])
        #expect(model.requests.map(\.messages.count) == [2, 4, 6])
        #expect(model.requests.map(\.temperature) == [0.7, 0.7, 0])
        #expect(model.requests[0].messages.last?.text == "What is a wren?")
    }

    @Test func `Box 8: agent-streaming prints the pieces, and what they cost`() async throws {
        let outcome = try await run("agent-streaming", model: ScriptedModel([.text("They fly far.")]))
        #expect(outcome.errors.isEmpty)
        #expect(outcome.pieces.starts(with: ["They", " fly", " far.", "\n"]))
        #expect(outcome.lines.dropFirst().first == "3 pieces, 3 tokens.")
        #expect(outcome.lines.last?.hasPrefix("The first piece came after ") == true)
    }

    @Test func `Box 8: agent-media sends its picture, small, with the question before it`() async throws {
        let model = ScriptedModel([.text("A red square.")])
        let outcome = try await run("agent-media", model: model)
        #expect(outcome.output == "smollm2 sees: A red square.\n")
        guard case .parts(let parts)? = model.requests.first?.messages.last?.content, parts.count == 2,
            case .text("What is this?") = parts[0], case .imageURL(let url, let detail) = parts[1]
        else {
            Issue.record("The request has no picture.")
            return
        }
        #expect(url.hasPrefix("data:image/png;base64,iVBORw0KGgo"))
        #expect(detail == .low)
    }

    @Test func `agent-media tells pictures from videos, and sends URLs as they are`() async throws {
        let answer = FaultResponse.json(#"{"id":"1","choices":[{"message":{"role":"assistant","content":"Two."}}]}"#)
        let (outcome, request) = try await withFaultServer([answer]) { server in
            let outcome = await Outcome.of(
                ["agent-media", "https://a.example/b.MP4", "https://a.example/c.png"],
                environment: ["MARTLET_BASE_URL": server.baseURL])
            return (outcome, try JSONValue(json: try #require(server.requests.first).body))
        }
        #expect(outcome.output == "smollm2 sees: Two.\n")
        let parts = request["messages"]?[0]?["content"]
        #expect(parts?[1]?["image_url"]?["url"] == "https://a.example/c.png")
        #expect(parts?[2]?["video_url"]?["url"] == "https://a.example/b.MP4")
    }

    @Test func `agent-media says which file is missing, and sends nothing`() async throws {
        let model = ScriptedModel()
        let outcome = try await run("agent-media", "/no/such/picture.png", model: model)
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("/no/such/picture.png: "))
        #expect(model.requests.isEmpty)
    }

    @Test func `agent-media ends normally when the model cannot see`() async throws {
        let refusal = PlatformError.invalidRequest("This model cannot see.", code: "unsupported_content")
        let outcome = try await run("agent-media", model: ScriptedModel([.failure(refusal)]))
        #expect(outcome.output == "smollm2 cannot take this: This model cannot see.\n")
    }

    @Test func `an agent that nobody answers says so in one line`() async throws {
        let outcome = await Outcome.of(["agent-chat"], environment: ["MARTLET_BASE_URL": "http://127.0.0.1:1/v1"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasSuffix(" Is `swift run martlet serve` running?\n"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    // MARK: Tools

    @Test func `Box 8: agent-tools reads a file, computes, and answers`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-tools-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("A martlet never lands.".utf8).write(to: folder.appending(path: "notes.txt"))

        let model = ScriptedModel([
            .toolCalls(call("1", "read_file", #"{"name":"notes.txt"}"#)),
            .toolCalls(
                call("2", "compute", #"{"operation":"multiply","left":6,"right":7}"#),
                call("3", "compute", #"{"operation":"divide","left":1,"right":0}"#)),
            .text("It never lands, and 42."),
        ])
        let lines = try await withPlatform(model: model, named: "smollm2") { platform in
            await self.lines(for: "Read and compute.", on: try platform.client(), folder: folder)
        }
        #expect(
            lines.starts(with: [
                #"read_file({"name":"notes.txt"}): A martlet never lands."#,
                #"compute({"operation":"multiply","left":6,"right":7}): 42"#,
            ]))
        let failure = #"compute({"operation":"divide","left":1,"right":0}): "#
        #expect(lines.contains { $0.hasPrefix(failure) && $0.contains("Nothing can be divided by 0.") })
        #expect(lines.suffix(2) == ["Answer: It never lands, and 42.", "Tools run: 3, answers: 3"])
        #expect(model.requests.map(\.messages.count) == [1, 3, 6])
    }

    @Test(arguments: ["../secret.txt", "/etc/hostname", "link", "no-such-file", ""])
    func `agent-tools reads nothing outside of its folder`(name: String) async throws {
        let parent = FileManager.default.temporaryDirectory.appending(path: "martlet-tools-\(UUID().uuidString)")
        let folder = parent.appending(path: "inside")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: parent) }
        try Data("secret".utf8).write(to: parent.appending(path: "secret.txt"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "link").path, withDestinationPath: "../secret.txt")

        let arguments = try JSONValue.object(["name": .string(name)]).jsonText()
        let model = ScriptedModel([.toolCalls(call("1", "read_file", arguments)), .text("I cannot.")])
        let lines = try await withPlatform(model: model, named: "smollm2") { platform in
            await self.lines(for: "Read.", on: try platform.client(), folder: folder)
        }
        #expect(lines.last == "Tools run: 1, answers: 2")
        let told = try #require(model.requests.last?.messages.last?.text)
        #expect(told.contains("'\(name)'"))
        #expect(!told.contains("secret\n") && !told.hasSuffix("secret"))
    }

    /// The lines that agent-tools prints with a folder of its own.
    private func lines(for question: String, on client: MartletClient, folder: URL) async -> [String] {
        let printed = Printed()
        let context = ExampleContext(arguments: [question], environment: [:]) { printed.add($0) }
        do {
            try await AgentTools.run(client, context, folder: folder)
        } catch {
            printed.add("\(error)\n")
        }
        return printed.pieces.joined().split(separator: "\n").map(String.init)
    }

    // MARK: Settings

    @Test func `Box 8: agent-settings lets what stands first win`() async throws {
        let model = ScriptedModel([.text("A bird."), .text("Another.")])
        let outcome = try await run("agent-settings", model: model)
        #expect(outcome.errors.isEmpty)
        #expect(
            outcome.lines == [
                "Model: smollm2, temperature 0.1", "Retries: 3, timeout 20.0 seconds, level WARNING",
                "Answer: A bird.", "Warmer and shorter: Another.",
                "A typing error: There is no field 'log_levle'. The field…",
            ])
        #expect(model.requests.map(\.temperature) == [0.1, 0.9])
        #expect(model.requests.map(\.maxTokens) == [30, 20])
        #expect(model.requests.map(\.seed) == [42, 42])
    }

    @Test func `agent-production counts what was used`() async throws {
        let outcome = try await run("agent-production", "One two?", model: ScriptedModel([.text("A bird.")]))
        #expect(
            outcome.lines == ["A bird.", "Request completed, tokens: 4", "Succeeded: 100.0 %"])
    }

    @Test func `agent-production tries four times, and says what went wrong`() async throws {
        // At once, so that nobody waits.
        let down = FaultResponse.json(
            #"{"error":{"message":"Try later."}}"#, status: 503, headers: [("Retry-After", "0")])
        let (outcome, requests) = try await withFaultServer([down, down, down, down]) { server in
            let outcome = await Outcome.of(
                ["agent-production"], environment: ["MARTLET_BASE_URL": server.baseURL, "MARTLET_API_KEY": "key-abcd"])
            return (outcome, server.requests)
        }
        #expect(requests.count == 4)
        #expect(outcome.status == 0)
        #expect(outcome.lines.first == "Chat failed: Try later.")
        #expect(outcome.lines.contains("  status_code: 503"))
        #expect(!outcome.output.contains("key-abcd"))
    }

    @Test func `agent-debugging logs requests and answers in full, and no key`() async throws {
        let answer = FaultResponse.json(#"{"id":"1","choices":[{"message":{"role":"assistant","content":"Hi."}}]}"#)
        let outcome = try await withFaultServer([answer]) { server in
            await Outcome.of(
                ["agent-debugging"],
                environment: ["MARTLET_BASE_URL": server.baseURL, "MARTLET_API_KEY": "key-that-is-secret"])
        }
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("/chat/completions"))
        #expect(outcome.output.contains(#""content": "test""#))
        #expect(outcome.output.contains(#""content": "Hi.""#))
        #expect(outcome.lines.contains { $0.hasPrefix("debug: ") })
        #expect(outcome.lines.contains("Answer: Hi."))
        #expect(!outcome.output.contains("key-that-is-secret"))
    }

    // MARK: The web

    @Test func `agent-web streams pieces with line ends whole`() async throws {
        let model = ScriptedModel([.text("They\nfly. data: x")])
        let outcome = try await run("agent-web", "--once", model: model)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.hasSuffix("data: They\ndata: fly.\n\ndata:  data:\n\ndata:  x\n\ndata: [DONE]\n\n\n"))
        #expect(model.requests.first?.messages.map(\.text) == ["Tell me about swallows."])
        #expect(model.requests.first?.stream == true)
    }

    @Test func `agent-web says what went wrong, and refuses a question without words`() async throws {
        let model = ScriptedModel([.failure(PlatformError.invalidRequest("Not that."))])
        let outcome = try await run("agent-web", "--once", model: model)
        #expect(outcome.output.contains("event: problem\ndata: Not that.\n\n"))

        try await withPlatform(model: model, named: "smollm2") { platform in
            let routes = AgentWeb.router(ModelConfig())
            try await ExampleServer.serve(routes, port: 0, endsAfterBody: true) { port in
                let refusal = await #expect(throws: MartletError.self) { try await AgentWeb.ask("", port: port) }
                #expect(refusal?.status == 400)
            }
        }
    }

    @Test func `agent-web has an agent for each request, and stops the model when the browser goes away`() async throws
    {
        let model = ScriptedModel([.text("One."), .text("Two."), .steps([.silence])])
        try await withPlatform(model: model, named: "smollm2") { platform in
            let config = try ModelConfig(apiBaseURL: platform.baseURL, model: "smollm2")
            try await ExampleServer.serve(AgentWeb.router(config), port: 0, endsAfterBody: true) { port in
                #expect(try await AgentWeb.ask("First?", port: port) == "data: One.\n\ndata: [DONE]\n\n")
                #expect(try await AgentWeb.ask("Second?", port: port) == "data: Two.\n\ndata: [DONE]\n\n")
                #expect(model.requests.map(\.messages.count) == [1, 1])
                // Awaited below.
                let browser = Task { try await AgentWeb.ask("Third?", port: port) }
                try await eventually { model.requests.count == 3 }
                browser.cancel()
                try await eventually { model.abandonedAnswers == 1 }
                _ = await browser.result
            }
        }
    }
}
