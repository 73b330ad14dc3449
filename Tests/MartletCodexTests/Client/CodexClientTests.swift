import Foundation
import Martlet
import MartletAPI
import MartletTesting
import Testing

@testable import MartletCodex

/// The client over processes that the test plays.
struct CodexClientTests {
    @Test func `an answer has text, model, usage, finish reason and an identifier`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("Hello there, friend.")
        } _: { (client, runner) async throws in
            let answer = try await client.create(question("Hi"))
            #expect(answer.text == "Hello there, friend.")
            #expect(answer.model == "gpt-test")
            #expect(answer.usage?.promptTokens == 10)
            #expect(answer.usage?.completionTokens == 5)
            #expect(answer.finishReason == .stop)
            #expect(answer.id?.rawValue.hasPrefix("chatcmpl-") == true)
            #expect(answer.systemFingerprint == "codex-cli-0.147.0")
            #expect(runner.processes.count == 1)
        }
    }

    @Test func `nothing is started before the first request`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("x")
        } _: { (client, runner) async throws in
            #expect(runner.processes.isEmpty)
            #expect(try await client.version().description == "0.147.0")
            #expect(runner.processes.isEmpty)
        }
    }

    @Test func `a stream brings the role first, the text in its pieces, and the reason last`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("one two three")
        } _: { (client, _) async throws in
            var request = question("Count")
            request.streamOptions = StreamOptions(includeUsage: true)
            var chunks: [ChatCompletionChunk] = []
            for try await chunk in try await client.chat.completions.stream(request) { chunks.append(chunk) }
            #expect(chunks.first?.choices.first?.delta.role == .assistant)
            #expect(chunks.map(\.text).joined() == "one two three")
            #expect(chunks.filter { !$0.text.isEmpty }.count == 3)
            #expect(chunks.dropLast().last?.choices.first?.finishReason == .stop)
            #expect(chunks.last?.choices.isEmpty == true)
            #expect(chunks.last?.usage?.totalTokens == 15)
            #expect(Set(chunks.map(\.id)).count == 1)
        }
    }

    @Test func `the first piece is there before the turn has ended`() async throws {
        let gate = FaultGate()
        try await withFakeCodex { turn, _ in
            turn.delta("early")
            await gate.wait()
            turn.message("early late")
            turn.complete()
        } _: { (client, _) async throws in
            let stream = try await client.chat.completions.stream(question("x"))
            var text = ""
            for try await chunk in stream {
                text += chunk.text
                if text == "early" { gate.open() }
            }
            #expect(text == "early late")
        }
    }

    @Test func `collecting a stream brings the completion with what Codex did`() async throws {
        try await withFakeCodex { turn, _ in
            turn.notify(
                "item/completed",
                [
                    "item": [
                        "type": "commandExecution", "id": "call_1", "command": "ls", "status": "completed",
                        "exitCode": 0, "aggregatedOutput": "file\n",
                    ]
                ])
            turn.answer("There is a file.")
        } _: { (client, _) async throws in
            let completion = try await client.chat.completions.events(question("ls")).collect()
            #expect(completion.text == "There is a file.")
            #expect(completion.additionalProperties["codex"]?["activity"]?.arrayValue?.isEmpty == false)
        }
    }

    @Test func `a stream is read once`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("x")
        } _: { (client, _) async throws in
            let stream = try await client.chat.completions.stream(question("x"))
            _ = try await stream.collect()
            let error = await #expect(throws: MartletError.self) { for try await _ in stream {} }
            #expect(error?.code == .alreadyConsumed)
        }
    }

    @Test func `what happens beside the answer is told to the handlers, in order`() async throws {
        let seen = Collected<String>()
        try await withFakeCodex {
            $0.onActivity = { if case .warning(let text) = $0 { seen.append(text) } }
        } turn: { turn, _ in
            turn.notify("warning", ["message": "first"])
            turn.notify("warning", ["message": "second"])
            turn.answer("x")
        } _: { (client, _) async throws in
            var options = CodexRequestOptions()
            options.onActivity = { if case .warning(let text) = $0 { seen.append("call: \(text)") } }
            _ = try await client.create(question("x"), options: options)
            #expect(seen.all == ["first", "call: first", "second", "call: second"])
        }
    }

    @Test func `a request is refused before anything is started`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("x")
        } _: { (client, runner) async throws in
            var request = question("x")
            request.temperature = 3
            let error = await #expect(throws: MartletError.self) { try await client.create(request) }
            #expect(error?.code == .invalidRequest)
            await #expect(throws: MartletError.self) {
                try await client.create(ChatCompletionRequest(model: nil, messages: []))
            }
            #expect(runner.processes.isEmpty)
        }
    }

    @Test func `options of a call stand above those of the client`() async throws {
        let servers = Collected<FakeAppServer>()
        try await withFakeCodex {
            $0.model = "client-model"
            $0.modelAliases = ["fast": "real-fast"]
        } play: { process, _ in
            let server = FakeAppServer(process)
            servers.append(server)
            await server.serve { $0.answer("x") }
            return .exited(0)
        } _: { (client, _) async throws in
            var options = CodexRequestOptions()
            options.sandbox = .readOnly
            options.workingDirectory = "/usr"
            _ = try await client.create(question("x"), options: options)
            var request = question("x")
            request.model = "fast"
            _ = try await client.create(request)
            let threads = try #require(servers.all.first).params("thread/start")
            #expect(threads[0]["model"] == "client-model")
            #expect(threads[0]["sandbox"] == "read-only")
            #expect(threads[0]["cwd"] == "/usr")
            #expect(threads[0]["approvalPolicy"] == "never")
            #expect(threads[1]["model"] == "real-fast")
            #expect(threads[1]["sandbox"] == "workspace-write")
            #expect(threads[1]["cwd"] == nil)
        }
    }

    @Test func `synchronous code waits for an answer`() async throws {
        try await withFakeCodex { turn, _ in
            turn.answer("in time")
        } _: { (client, _) async throws in
            let text = Collected<String>()
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                Thread.detachNewThread {
                    if let answer = try? Martlet.blocking({ try await client.create(question("x")) }) {
                        text.append(answer.text)
                    }
                    continuation.resume()
                }
            }
            #expect(text.all == ["in time"])
        }
    }
}
