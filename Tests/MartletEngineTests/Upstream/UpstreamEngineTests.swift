import HTTPTypes
import Logging
import Martlet
import MartletAPI
import MartletServer
import MartletTesting
import NIOCore
import Testing

@testable import MartletEngine

@Suite struct UpstreamEngineTests {
    private func engine(
        _ server: FaultServer, _ change: (inout RequestOptions) -> Void = { _ in }
    ) throws -> UpstreamEngine {
        var options = RequestOptions()
        options.maxRetries = 0
        change(&options)
        return UpstreamEngine(
            client: try MartletClient(
                platform: .custom(server.baseURL + "/v1"), apiKey: "platform-key", options: options),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    private func request(_ json: String) throws -> EngineRequest {
        let chat = try ChatCompletionRequest(json: json)
        return EngineRequest(model: chat.model ?? "", chat: chat, body: ByteBuffer(string: json))
    }

    private static let json = #"{ "model":"m" , "messages":[{"role":"user","content":"h\u0069"}], "made_up":1.0 }"#
    private static let streamed = #"{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true}"#
    private static let chunk = #"data: {"choices":[{"index":0,"delta":{"content":"hi"}}],"odd":true}"# + "\n\n"
    private static let stop = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
    private static let done = "data: [DONE]\n\n"

    private func text(_ answer: EngineAnswer) async throws -> String {
        switch answer {
        case .whole(let body): return String(buffer: body)
        case .streamed(let pieces):
            var text = ""
            for try await piece in pieces { text += String(buffer: piece) }
            return text
        }
    }

    @Test func `a request and its answer pass through byte for byte`() async throws {
        let body = #"{"choices" : [], "weird":[1.50, null] }"#
        try await withFaultServer([.json(body)]) { server in
            let engine = try engine(server)
            #expect(try await text(try await engine.chat(try request(Self.json))) == body)
            let seen = try #require(server.requests.first)
            #expect(seen.bodyText == Self.json)
            #expect(seen.path == "/v1/chat/completions")
            #expect(seen.header("authorization") == "Bearer platform-key")
        }
    }

    @Test func `a stream passes through byte for byte, comments included`() async throws {
        let events = [": ping\n\n", Self.chunk, "event: x\r\nid: 3\r\ndata:{}\r\n\r\n", Self.stop, Self.done]
        try await withFaultServer([.eventStream(events)]) { server in
            let engine = try engine(server)
            let answer = try await engine.chat(try request(Self.streamed))
            guard case .streamed = answer else {
                Issue.record("the answer is not streamed")
                return
            }
            #expect(try await text(answer) == events.joined())
            withExtendedLifetime(engine) {}
            #expect(server.requests.first?.header("accept") == "text/event-stream")
        }
    }

    @Test func `a default model goes into a request that names none, and no name stays none`() async throws {
        let json = #"{"messages":[{"role":"user","content":"hi"}],"made_up":1}"#
        try await withFaultServer([.json(#"{"choices":[]}"#)]) { server in
            let engine = try engine(server)
            #expect(try await engine.defaultModel(for: .chat) == nil)
            var request = try request(json)
            _ = try await engine.chat(request)
            request.model = "chosen"
            _ = try await engine.chat(request)
            #expect(server.requests[0].bodyText == json)
            let second = try JSONValue(json: server.requests[1].body)
            #expect(second["model"] == "chosen")
            #expect(second["made_up"] == 1)
        }
    }

    @Test func `a platform in front of an upstream without a model list passes a request without a model on`()
        async throws
    {
        let json = #"{"messages":[{"role":"user","content":"hi"}]}"#
        try await withFaultServer { request in
            request.path == "/v1/models"
                ? .json("{}", status: 404)
                : .json(
                    #"{"choices":[{"index":0,"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}]}"#)
        } _: { server in
            try await withPlatform(engine: try engine(server)) { platform in
                let client = try platform.client()
                #expect(try await client.models.list().data.isEmpty)
                let answer = try await client.chat.completions.create(
                    ChatCompletionRequest(model: nil, messages: [.user("hi")]))
                #expect(answer.text == "yes")
                try await client.shutdown()
            }
            #expect(try ChatCompletionRequest(json: server.requests.last?.body ?? Array(json.utf8)).model == nil)
        }
    }

    struct Mapping: Sendable, CustomTestStringConvertible {
        var status: Int
        var body: String
        var mapped: Int
        var code: String?
        var testDescription: String { "\(status) \(body.prefix(40))" }
    }

    @Test(
        arguments: [
            Mapping(
                status: 400, body: #"{"error":{"message":"no","code":"bad","param":"n"}}"#, mapped: 400, code: "bad"),
            Mapping(
                status: 404, body: #"{"error":{"message":"no model","code":"model_not_found"}}"#, mapped: 404,
                code: "model_not_found"),
            Mapping(status: 409, body: #"{"error":"text"}"#, mapped: 409, code: nil),
            Mapping(status: 413, body: "", mapped: 413, code: nil),
            Mapping(
                status: 422, body: #"{"detail":[{"loc":["body"],"msg":"field required"}]}"#, mapped: 422, code: nil),
            Mapping(status: 429, body: #"{"error":{"message":"slow","code":"rate"}}"#, mapped: 429, code: "rate"),
            Mapping(
                status: 429, body: #"{"error":{"message":"broke","code":"insufficient_quota"}}"#, mapped: 429,
                code: "insufficient_quota"),
            Mapping(
                status: 401, body: #"{"error":{"message":"bad key"}}"#, mapped: 502, code: "upstream_authentication"),
            Mapping(
                status: 403, body: #"{"error":{"message":"not you"}}"#, mapped: 502, code: "upstream_authentication"),
            Mapping(status: 500, body: "boom", mapped: 502, code: "upstream_failed"),
            Mapping(status: 503, body: "<html><title>Down</title></html>", mapped: 502, code: "upstream_failed"),
            Mapping(
                status: 400,
                body:
                    #"{"error":{"message":"long","type":"exceed_context_size_error","n_prompt_tokens":9031,"n_ctx":4096,"code":400}}"#,
                mapped: 400, code: "400"),
        ], [true, false])
    func `what the upstream refuses is refused in its own words, and its failures are a 502`(
        _ mapping: Mapping, _ streamed: Bool
    ) async throws {
        try await withFaultServer([
            .json(mapping.body, status: mapping.status, headers: mapping.status == 429 ? [("Retry-After", "7")] : [])
        ]) { server in
            let error = try await #require(throws: PlatformError.self) {
                try await engine(server).chat(try request(streamed ? Self.streamed : Self.json))
            }
            #expect(error.status.code == mapping.mapped)
            #expect(error.body.code == mapping.code)
            #expect(!error.body.message.isEmpty)
            #expect(error.retryAfter == (mapping.status == 429 ? 7 : nil))
            #expect(server.requestCount == 1)
            if mapping.body.contains("n_ctx") { #expect(error.body.details?["n_ctx"] == 4_096) }
        }
    }

    @Test func `a wait in milliseconds is rounded up`() async throws {
        try await withFaultServer([.json("{}", status: 429, headers: [("retry-after-ms", "1500")])]) { server in
            let error = try await #require(throws: PlatformError.self) {
                try await engine(server).chat(try request(Self.json))
            }
            #expect(error.retryAfter == 2)
        }
    }

    @Test(arguments: ["<html>sign in</html>", "", "[]", "data: {}"])
    func `a 200 that is no JSON object is a 502`(_ body: String) async throws {
        try await withFaultServer([.text(body, contentType: "text/html")]) { server in
            let error = try await #require(throws: PlatformError.self) {
                try await engine(server).chat(try request(Self.json))
            }
            #expect(error.status.code == 502)
        }
    }

    @Test func `an upstream that cannot be reached is a 502, one that is silent a 504`() async throws {
        try await withFaultServer([.refuse()]) { server in
            let error = try await #require(throws: PlatformError.self) {
                try await engine(server).chat(try request(Self.json))
            }
            #expect(error.status.code == 502)
            #expect(error.body.code == "upstream_unreachable")
        }
        try await withFaultServer([FaultResponse(framing: .raw, steps: [.silence])]) { server in
            for json in [Self.json, Self.streamed] {
                let error = try await #require(throws: PlatformError.self) {
                    try await engine(server) { $0.timeout = .milliseconds(100) }.chat(try request(json))
                }
                #expect(error.status.code == 504)
                #expect(error.body.code == "upstream_timeout")
            }
        }
    }

    @Test func `retries are the client's, and only before the first byte`() async throws {
        try await withFaultServer([.json("{}", status: 503), .json(#"{"choices":[]}"#)]) { server in
            let engine = try engine(server) {
                $0.maxRetries = nil
                $0.retryPolicy = RetryPolicy(maxRetries: 1, initialDelay: .milliseconds(1))
            }
            #expect(try await text(try await engine.chat(try request(Self.json))) == #"{"choices":[]}"#)
            #expect(server.requestCount == 2)
            #expect(server.requests[0].bodyText == server.requests[1].bodyText)
        }
    }

    @Test func `the list of models is asked for once in a while`() async throws {
        let list = #"{"data":[{"id":"z"},{"id":"a","created":5,"owned_by":"them","max_model_len":128}]}"#
        try await withFaultServer([.json(list)]) { server in
            let engine = try engine(server)
            for _ in 0..<3 {
                let models = try await engine.models()
                #expect(models.map(\.id) == ["a", "z"])
                #expect(models[0] == EngineModel(id: "a", kind: .chat, created: 5, ownedBy: "them", contextLength: 128))
            }
            #expect(await engine.readiness() == .ready)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `an upstream without a list of models has none, and is ready`() async throws {
        try await withFaultServer([.json("{}", status: 404)]) { server in
            let engine = try engine(server)
            #expect(try await engine.models().isEmpty)
            #expect(try await engine.models().isEmpty)
            #expect(await engine.readiness() == .ready)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `a list that fails is not remembered, and says why the platform is not ready`() async throws {
        try await withFaultServer([.json("{}", status: 500), .json(#"{"data":[{"id":"a"}]}"#)]) { server in
            let engine = try engine(server)
            guard case .notReady(let reason) = await engine.readiness() else {
                Issue.record("it is ready")
                return
            }
            #expect(reason.contains("upstream"))
            #expect(try await engine.models().map(\.id) == ["a"])
        }
    }

    // MARK: Other routes

    @Test func `completions pass through byte for byte`() async throws {
        let body = #"{"choices":[{"text" : "a"}],"odd":1}"#
        try await withFaultServer([.json(body)]) { server in
            let json = #"{"model":"m","prompt":"x","made_up":1}"#
            let answer = try await engine(server).complete(
                EngineCompletionRequest(
                    model: "m", completion: CompletionRequest(json: json), body: ByteBuffer(string: json)))
            #expect(try await text(answer) == body)
            #expect(server.requests.first?.bodyText == json)
            #expect(server.requests.first?.path == "/v1/completions")
        }
    }

    @Test func `vectors are read from the upstream, and documents sorted by it`() async throws {
        try await withFaultServer { request in
            request.path == "/v1/embeddings"
                ? .json(
                    #"{"model":"v","data":[{"embedding":[0.5,1]},{"embedding":[2,3]}],"usage":{"prompt_tokens":7}}"#)
                : .json(#"{"results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":0.1}]}"#)
        } _: { server in
            let engine = try engine(server)
            let made = try await engine.embed(["a", "b"], model: "", dimensions: 2)
            #expect(made == EngineEmbeddings(model: "v", vectors: [[0.5, 1], [2, 3]], promptTokens: 7))
            #expect(server.requests.first?.bodyText == #"{"input":["a","b"],"dimensions":2}"#)
            #expect(try await engine.rank(["a", "b"], query: "q", model: nil)?.scores == [0.1, 0.9])
        }
    }

    @Test func `an upstream that cannot sort leaves it to the vectors, unless a model was named`() async throws {
        try await withFaultServer([.json(#"{"error":{"message":"no such route"}}"#, status: 404)]) { server in
            let engine = try engine(server)
            #expect(try await engine.rank(["a"], query: "q", model: nil) == nil)
            let error = await #expect(throws: PlatformError.self) {
                try await engine.rank(["a"], query: "q", model: "m")
            }
            #expect(error?.status.code == 404)
        }
    }

    @Test func `an upstream's refusal of texts is the client's`() async throws {
        try await withFaultServer([.json(#"{"error":{"message":"too long"}}"#, status: 400)]) { server in
            let error = await #expect(throws: PlatformError.self) {
                try await engine(server).embed(["a"], model: "m", dimensions: nil)
            }
            #expect(error?.status.code == 400)
            #expect(error?.body.message == "too long")
        }
    }

    // MARK: Behind the platform

    @Test func `T73 an upstream that drops in mid-stream is an error at the client, with what had come`() async throws {
        let gate = FaultGate()
        try await withFaultServer([.eventStream([Self.chunk], then: [.hold(gate), .reset])]) { server in
            try await withPlatform(engine: try engine(server)) { platform in
                let client = try platform.client()
                let stream = try await client.chat.completions.stream(
                    ChatCompletionRequest(model: "m", messages: [.user("hi")]))
                let error = try await #require(throws: MartletError.self) {
                    for try await chunk in stream {
                        #expect(chunk.text == "hi")
                        gate.open()
                    }
                }
                #expect(error.code == .reportedByServer)
                #expect(error.serverCode == "upstream_unreachable")
                #expect(error.partial?.text == "hi")
                #expect(error.partial?.finishReason == nil)
                try await client.shutdown()
            }
            #expect(server.requestCount == 1)
        }
    }

    @Test(arguments: [[chunk], [chunk, #"data: {"choices":[{"index":0,"del"#], []])
    func `T73 an upstream that ends in mid-answer in good order is an error too`(_ events: [String]) async throws {
        try await withFaultServer([.eventStream(events)]) { server in
            try await withPlatform(engine: try engine(server)) { platform in
                let client = try platform.client()
                let error = try await #require(throws: MartletError.self) {
                    try await client.chat.completions.stream(
                        ChatCompletionRequest(model: "m", messages: [.user("hi")])
                    ).collect()
                }
                #expect(error.serverCode == "answer_truncated")
                try await client.shutdown()
            }
        }
    }

    @Test func `T63 a client that goes away takes the upstream's connection with it`() async throws {
        try await withFaultServer([.eventStream([Self.chunk], then: [.silence])]) { server in
            try await withPlatform(engine: try engine(server)) { platform in
                let client = try platform.client()
                for try await _ in try await client.chat.completions.stream(
                    ChatCompletionRequest(model: "m", messages: [.user("hi")]))
                { break }
                try await server.waitForDisconnect(ofRequest: 0)
                try await client.shutdown()
            }
        }
    }

    @Test func `T63 so does one that leaves before the upstream has answered`() async throws {
        try await withFaultServer([FaultResponse(framing: .raw, steps: [.silence])]) { server in
            try await withPlatform(engine: try engine(server)) { platform in
                let client = try platform.client()
                for index in 0..<2 {
                    let call = Task {
                        let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])
                        if index == 0 { return try await client.chat.completions.create(request) }
                        return try await client.chat.completions.stream(request).collect()
                    }
                    try await server.waitForRequests(index + 1)
                    call.cancel()
                    try await server.waitForDisconnect(ofRequest: index)
                    await #expect(throws: CancellationError.self) { try await call.value }
                }
                try await client.shutdown()
            }
        }
    }
}
