import HTTPTypes
import Martlet
import MartletAPI
import MartletEngine
import MartletServer
import MartletTesting
import NIOCore
import Testing

@Suite struct ChatRoutesTests {
    private static let paths = ["/v1/chat/completions", "/v1/inference/chat/completions"]

    @Test func `the SDK gets a whole answer`() async throws {
        let model = ScriptedModel([.text("Hello to you", reasoning: "be nice")])
        try await withPlatform(model: model) { platform in
            let client = try platform.client()
            var request = ChatCompletionRequest.saying("hello there")
            request.temperature = 0.5
            let answer = try await client.chat.completions.create(request)
            #expect(answer.text == "Hello to you")
            #expect(answer.reasoningText == "be nice")
            #expect(answer.finishReason == .stop)
            #expect(answer.object == "chat.completion")
            #expect(answer.usage == CompletionUsage(promptTokens: 2, completionTokens: 5, totalTokens: 7))
            try await client.shutdown()
        }
        #expect(model.requests.first?.temperature == 0.5)
        #expect(model.requests.first?.messages == [.user("hello there")])
    }

    @Test func `the SDK gets a streamed answer`() async throws {
        try await withPlatform(model: ScriptedModel([.text("Hello to you")])) { platform in
            let client = try platform.client()
            var texts: [String] = []
            for try await chunk in try await client.chat.completions.stream(.saying("hi")) { texts.append(chunk.text) }
            #expect(texts.filter { !$0.isEmpty } == ["Hello", " to", " you"])
            try await client.shutdown()
        }
    }

    @Test(arguments: paths)
    func `on the wire a whole answer is a 200 with JSON and its length`(_ path: String) async throws {
        try await withPlatform(model: ScriptedModel([.text("Hi")])) { platform in
            let answer = try await RawConnection.ask(port: platform.port, "POST", path, body: chatBody())
            #expect(answer.status == 200)
            #expect(answer.header("content-type") == "application/json")
            #expect(try ChatCompletion(json: answer.body).text == "Hi")
        }
    }

    @Test(arguments: paths)
    func `on the wire a stream is chunks with a space behind data, and DONE`(_ path: String) async throws {
        try await withPlatform(model: ScriptedModel([.text("Hi you")])) { platform in
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", path, body: chatBody(#""stream":true"#))
            #expect(answer.status == 200)
            #expect(answer.header("content-type") == "text/event-stream")
            #expect(answer.header("cache-control") == "no-cache")
            #expect(answer.header("transfer-encoding") == "chunked")
            let events = answer.body.split(separator: "\n\n").map(String.init)
            #expect(events.allSatisfy { $0.hasPrefix("data: ") })
            #expect(events.last == "data: [DONE]")
            #expect(
                try events.dropLast().allSatisfy { try JSONValue(json: String($0.dropFirst(6))).objectValue != nil })
            #expect(!answer.body.contains("usage"))
        }
    }

    @Test func `usage is streamed when it is asked for`() async throws {
        try await withPlatform(model: ScriptedModel([.text("Hi you")])) { platform in
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions",
                body: chatBody(#""stream":true,"stream_options":{"include_usage":true}"#))
            #expect(answer.body.contains(#""total_tokens":4"#))
        }
    }

    @Test func `each chunk arrives when the model makes it, and not later`() async throws {
        let gates = (0..<5).map { _ in FaultGate() }
        let steps = gates.enumerated().flatMap { [ScriptedStep.text("word\($0.offset)"), .hold($0.element)] }
        try await withPlatform(model: ScriptedModel([.steps(steps + [.stop])])) { platform in
            let client = try platform.client()
            var chunks = try await client.chat.completions.stream(.saying("hi")).makeAsyncIterator()
            for (index, gate) in gates.enumerated() {
                // The model goes on only when this chunk is here.
                #expect(try await chunks.next()?.text == "word\(index)")
                gate.open()
            }
            #expect(try await chunks.next()?.choices.first?.finishReason == .stop)
            #expect(try await chunks.next() == nil)
            try await client.shutdown()
        }
    }

    @Test func `a request without a model gets the first chat model, or the configured one`() async throws {
        let first = ScriptedModel([.text("first")])
        let second = ScriptedModel([.text("second")])
        func describe(_ id: ModelID, _ kind: EngineModel.Kind) -> EngineModel {
            EngineModel(id: id, kind: kind, created: 0, ownedBy: "us")
        }
        let engine = ChatModelEngine([
            (describe("z", .chat), second), (describe("b", .chat), first), (describe("a", .embedding), second),
        ])
        let body = #"{"messages":[{"role":"user","content":"hi"}]}"#
        try await withPlatform(engine: engine) { platform in
            for body in [body, #"{"model":"","messages":[{"role":"user","content":"hi"}]}"#] {
                let answer = try await RawConnection.ask(
                    port: platform.port, "POST", "/v1/chat/completions", body: body)
                #expect(try ChatCompletion(json: answer.body).text == "first")
            }
        }
        var configuration = PlatformConfiguration()
        configuration.defaultModel = "z"
        try await withPlatform(engine: engine, configuration: configuration) { platform in
            let answer = try await RawConnection.ask(port: platform.port, "POST", "/v1/chat/completions", body: body)
            #expect(try ChatCompletion(json: answer.body).text == "second")
        }
        try await withPlatform(engine: ChatModelEngine([])) { platform in
            let answer = try await RawConnection.ask(port: platform.port, "POST", "/v1/chat/completions", body: body)
            #expect(answer.status == 503)
            #expect(answer.body.contains("no_model"))
        }
    }

    @Test func `T67 every answer has its finish reason, and length is not stop`() async throws {
        try await withPlatform(model: ScriptedModel([.text("cut", finishReason: .length)])) { platform in
            let client = try platform.client()
            #expect(try await client.chat.completions.create(.saying("hi")).finishReason == .length)
            #expect(try await client.chat.completions.stream(.saying("hi")).collect().finishReason == .length)
            try await client.shutdown()
        }
    }

    @Test func `T73 an engine that fails in mid-answer is an error in the stream and no stop`() async throws {
        let model = ScriptedModel([.steps([.text("half"), .failure(Mishap())])])
        try await withPlatform(model: model) { platform in
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions", body: chatBody(#""stream":true"#))
            let events = answer.body.split(separator: "\n\n").map { String($0.dropFirst(6)) }
            #expect(events.count == 2)
            #expect(try ErrorBody(JSONValue(json: events[1]))?.code == "engine_failed")
            #expect(!answer.body.contains("[DONE]"))
            // What failed is for the log.
            #expect(!answer.body.contains("Mishap"))
            let client = try platform.client()
            let error = try await #require(throws: MartletError.self) {
                try await client.chat.completions.stream(.saying("hi")).collect()
            }
            #expect(error.code == .reportedByServer)
            #expect(error.partial?.text == "half")
            try await client.shutdown()
        }
    }

    @Test func `T73 a PlatformError in mid-answer keeps its words`() async throws {
        let failure = PlatformError(.badGateway, code: "engine_died", "The engine died.")
        try await withPlatform(model: ScriptedModel([.steps([.text("half"), .failure(failure)])])) { platform in
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions", body: chatBody(#""stream":true"#))
            #expect(answer.body.contains("The engine died."))
            #expect(answer.body.contains("engine_died"))
        }
    }

    @Test(arguments: [false, true])
    func `T65 an engine that fails before it answers is a status and no stream`(_ streamed: Bool) async throws {
        let refusal = PlatformError.invalidRequest("No.", code: "not_this", parameter: "messages")
        let model = ScriptedModel([.failure(refusal), .failure(Mishap())])
        try await withPlatform(model: model) { platform in
            let body = chatBody(#""stream":\#(streamed)"#)
            let first = try await RawConnection.ask(port: platform.port, "POST", "/v1/chat/completions", body: body)
            #expect(first.status == 400)
            #expect(try ErrorBody(JSONValue(json: first.body))?.code == "not_this")
            let second = try await RawConnection.ask(port: platform.port, "POST", "/v1/chat/completions", body: body)
            #expect(second.status == 502)
            #expect(try ErrorBody(JSONValue(json: second.body))?.code == "engine_failed")
            #expect(!second.body.contains("Mishap"))
        }
    }

    @Test func `more requests at a time than allowed are a 429 with a wait, and streams count to their end`()
        async throws
    {
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.text("a"), .hold(gate), .stop])])
        var configuration = PlatformConfiguration()
        configuration.limits.concurrentRequests = 2
        try await withPlatform(model: model, configuration: configuration) { platform in
            var options = RequestOptions()
            options.maxRetries = 0
            let client = try platform.client(options: options)
            var first = try await client.chat.completions.stream(.saying("1")).makeAsyncIterator()
            var second = try await client.chat.completions.stream(.saying("2")).makeAsyncIterator()
            _ = try await first.next()
            _ = try await second.next()
            let refused = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions", body: chatBody())
            #expect(refused.status == 429)
            #expect(refused.header("retry-after") == "1")
            #expect(try ErrorBody(JSONValue(json: refused.body))?.type == "rate_limit_error")
            // Other routes are not affected.
            #expect(try await RawConnection.ask(port: platform.port, "GET", "/v1/models").status == 200)
            gate.open()
            while try await first.next() != nil {}
            while try await second.next() != nil {}
            try await eventually("a place is free again") {
                try await RawConnection.ask(
                    port: platform.port, "POST", "/v1/chat/completions", body: chatBody()
                ).status == 200
            }
            try await client.shutdown()
        }
    }
}
