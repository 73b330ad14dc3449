import HTTPTypes
import Martlet
import MartletAPI
import MartletServer
import MartletTesting
import NIOCore
import Testing

@testable import Examples

/// The web service in Flask's, FastAPI's and OpenAI's forms.
@Suite(.timeLimit(.minutes(5))) struct GenerateServerTests {
    private static let refusal = PlatformError.invalidRequest("Not that.")

    /// What an answer came to: its status and its body.
    private struct Answer: Equatable {
        var status: Int
        var body: JSONValue
    }

    private func serve(
        _ form: GenerateForm, _ model: any ChatModel, _ body: (Int) async throws -> Void
    ) async throws {
        let answerer = ExampleModel(name: "scripted", model: model, id: "m", models: { ["a", "b"] })
        let routes = GenerateServer.router(answerer, form: form)
        try await ExampleServer.serve(routes, port: 0, endsAfterBody: true, body)
    }

    private func post(_ body: JSONValue, _ path: String = "/generate", port: Int) async throws -> Answer {
        do {
            return Answer(
                status: 200, body: try JSONValue(json: try await ExampleServer.ask(path, port: port, body: body)))
        } catch let error as MartletError {
            return Answer(status: error.status ?? 0, body: try JSONValue(json: error.body))
        }
    }

    // MARK: The program

    @Test(arguments: [
        ([], #"/generate: {"content":"A bird.","model":"smollm2","usage":{"prompt_tokens":1,"#),
        (["--flask"], #"/generate: {"success":true,"content":"A bird.","usage":{"prompt_tokens":1,"#),
    ])
    func `generate-server asks itself once`(arguments: [String], answer: String) async throws {
        let model = ScriptedModel([.text("A bird.")])
        let outcome = try await withPlatform(model: model, named: "smollm2") { platform in
            await Outcome.of(["generate-server", "--once"] + arguments, on: platform)
        }
        #expect(outcome.errors.isEmpty)
        let lines = outcome.lines
        try #require(lines.count == 3)
        #expect(lines[0].hasPrefix("martlet/smollm2 answers on http://127.0.0.1:"))
        #expect(lines[1].hasPrefix(answer))
        #expect(lines[2] == #"/models: {"models":["smollm2"]}"#)
    }

    // MARK: The forms

    @Test func `FastAPI's form has defaults for what the body leaves out`() async throws {
        let model = ScriptedModel([.text("Done.")])
        try await serve(.fastAPI, model) { port in
            let answer = try await post(["prompt": "Sort."], port: port)
            #expect(answer.status == 200)
            #expect(answer.body["content"] == "Done.")
            #expect(answer.body["model"] == "m")
            #expect(answer.body["usage"]?["total_tokens"] == 2)
            _ = try await post(["prompt": "Sort.", "model": "x", "temperature": 1, "max_tokens": 5], port: port)
        }
        #expect(model.requests.map(\.temperature) == [0.2, 1])
        #expect(model.requests.map(\.maxTokens) == [1_000, 5])
        #expect(model.requests.map(\.model) == ["m", "x"])
    }

    @Test func `Flask's form says whether it succeeded`() async throws {
        let model = ScriptedModel([.text("Done."), .failure(Self.refusal)])
        try await serve(.flask, model) { port in
            let answer = try await post(["prompt": "Sort."], port: port)
            #expect(answer.body["success"] == true)
            #expect(answer.body["content"] == "Done.")
            #expect(answer.body["usage"]?["prompt_tokens"] == 1)
            let failure = try await post(["prompt": "Sort."], port: port)
            #expect(
                failure
                    == Answer(status: 500, body: ["success": false, "error": "400 invalid_request_error: Not that."]))
        }
        #expect(model.requests.map(\.temperature) == [nil, nil])
    }

    @Test func `FastAPI's form says what went wrong in its detail`() async throws {
        try await serve(.fastAPI, ScriptedModel([.failure(Self.refusal)])) { port in
            let failure = try await post(["prompt": "Sort."], port: port)
            #expect(failure == Answer(status: 500, body: ["detail": "400 invalid_request_error: Not that."]))
        }
    }

    @Test func `what was not counted is an empty object`() throws {
        for form in [GenerateForm.flask, .fastAPI] {
            #expect(try form.answer(ChatCompletion(id: "1", model: "m", choices: []))["usage"] == [:])
        }
    }

    @Test(arguments: [(GenerateForm.flask, 400, "error"), (.fastAPI, 422, "detail")])
    func `a body without a prompt is refused in the form's own words`(
        form: GenerateForm, status: Int, member: String
    ) async throws {
        let model = ScriptedModel()
        try await serve(form, model) { port in
            for body: JSONValue in [[:], ["prompt": 1], "text"] {
                let refusal = try await post(body, port: port)
                #expect(refusal.status == status)
                #expect(refusal.body[member]?.stringValue?.contains("prompt") == true)
            }
        }
        #expect(model.requests.isEmpty)
    }

    @Test func `the answer ends when the caller goes away`() async throws {
        for path in ["/generate", "/v1/chat/completions"] {
            let model = ScriptedModel([.steps([.silence])])
            try await serve(.flask, model) { port in
                // Awaited below.
                let caller = Task { try await post(["prompt": "Sort.", "messages": []], path, port: port) }
                try await eventually { model.requests.count == 1 }
                caller.cancel()
                try await eventually { model.abandonedAnswers == 1 }
                _ = await caller.result
            }
        }
    }

    // MARK: OpenAI's form

    @Test func `an OpenAI client is answered, whole and streamed`() async throws {
        let model = ScriptedModel([.text("They fly far.")])
        try await serve(.fastAPI, model) { port in
            let client = try MartletClient(platform: .custom("http://127.0.0.1:\(port)/v1"), apiKey: nil)
            #expect(try await client.models.list().data.map(\.id) == ["a", "b"])
            let request = ChatCompletionRequest(model: "m", messages: [.user("Tell.")])
            #expect(try await client.chat.completions.create(request).text == "They fly far.")
            #expect(try await client.chat.completions.stream(request).collect().text == "They fly far.")
        }
    }

    @Test func `an OpenAI client sees errors, also in the middle of a stream`() async throws {
        let choice = ChatCompletionChunkChoice(delta: ChatCompletionDelta(content: "They"))
        let word = ChatCompletionChunk(id: "1", model: "m", choices: [choice])
        let model = ScriptedModel([.failure(Self.refusal), .steps([.chunk(word), .failure(Self.refusal)])])
        try await serve(.fastAPI, model) { port in
            let client = try MartletClient(platform: .custom("http://127.0.0.1:\(port)/v1"), apiKey: nil)
                .with { $0.maxRetries = 0 }
            let request = ChatCompletionRequest(model: "m", messages: [.user("Tell.")])
            let whole = await #expect(throws: MartletError.self) { try await client.chat.completions.create(request) }
            #expect(whole?.status == 500)
            #expect(whole?.message.contains("Not that.") == true)
            let streamed = await #expect(throws: MartletError.self) {
                try await client.chat.completions.stream(request).collect()
            }
            #expect(streamed?.message.contains("Not that.") == true)
            #expect(streamed?.partial?.text == "They")
            let empty = try await post(["model": 1], "/v1/chat/completions", port: port)
            #expect(empty.status == 400)
            #expect(empty.body["error"]?["type"] == "invalid_request_error")
        }
    }
}
