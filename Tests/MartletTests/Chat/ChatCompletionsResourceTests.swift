import HTTPTypes
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// What is sent, and what a good status is worth.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct ChatCompletionsResourceTests {
    // MARK: T58, T62

    /// A request and the bytes that it must be on the wire.
    struct Golden: CustomTestStringConvertible {
        var name: String
        var platform: Platform = .custom("http://x/v1")
        var request: ChatCompletionRequest
        var streamed = false
        var body: String
        var testDescription: String { name }
    }

    private static func request(_ change: (inout ChatCompletionRequest) -> Void) -> ChatCompletionRequest {
        var request = Sample.request
        change(&request)
        return request
    }

    private static let plain = #"{"model":"smollm2","messages":[{"role":"user","content":"Hello!"}]"#

    static let goldens = [
        Golden(name: "the least", request: Sample.request, body: plain + "}"),
        Golden(name: "a stream", request: Sample.request, streamed: true, body: plain + #","stream":true}"#),
        Golden(
            name: "the caller's stream flag does not count", request: request { $0.stream = true }, body: plain + "}"),
        Golden(
            name: "stream options belong to streams",
            request: request { $0.streamOptions = StreamOptions(includeUsage: true) }, body: plain + "}"),
        Golden(
            name: "stream options", request: request { $0.streamOptions = StreamOptions(includeUsage: true) },
            streamed: true, body: plain + #","stream":true,"stream_options":{"include_usage":true}}"#),
        Golden(
            name: "no model (PixiGPT)", platform: .pixiGPT,
            request: request {
                $0.model = nil
                $0.assistantID = "a-1"
                $0.enableThinking = false
            },
            body: #"{"messages":[{"role":"user","content":"Hello!"}],"assistant_id":"a-1","enable_thinking":false}"#),
        Golden(
            name: "GravixLayer always sends stream", platform: .gravixLayer, request: Sample.request,
            body: plain + #","stream":false}"#),
        Golden(
            name: "GravixLayer streams", platform: .gravixLayer, request: Sample.request, streamed: true,
            body: plain + #","stream":true}"#),
        Golden(
            name: "DashScope without a stream does not think", platform: .dashScope, request: Sample.request,
            body: plain + #","enable_thinking":false}"#),
        Golden(
            name: "DashScope: the caller's word wins", platform: .dashScope,
            request: request { $0.enableThinking = true }, body: plain + #","enable_thinking":true}"#),
        Golden(
            name: "DashScope streams as asked", platform: .dashScope, request: Sample.request, streamed: true,
            body: plain + #","stream":true}"#),
        Golden(
            name: "numbers as they are, an explicit null, unknown members",
            request: request {
                $0.temperature = 0
                $0.topP = 0.1
                $0.maxTokens = 100
                $0.seed = -1
                $0.additionalProperties = ["min_p": 0.05, "nothing": nil, "big": 9_007_199_254_740_993]
            },
            body: plain + #","max_tokens":100,"seed":-1,"temperature":0.0,"top_p":0.1,"min_p":0.05,"nothing":null,"#
                + #""big":9007199254740993}"#),
        Golden(
            name: "integers of a schema stay integers",
            request: request {
                $0.tools = [
                    .function(
                        "f", parameters: ["type": "object", "properties": ["n": ["type": "integer", "minimum": 1]]])
                ]
            },
            body: plain + #","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","#
                + #""properties":{"n":{"type":"integer","minimum":1}}}}}]}"#),
    ]

    @Test(arguments: goldens)
    func `T58 T62 the body is exactly what was asked for`(_ golden: Golden) async throws {
        try await withFaultServer { request in
            request.header("accept") == "text/event-stream"
                ? .eventStream(Sample.events) : .json(Sample.completion())
        } _: { server in
            try await withClient(server, platform: golden.platform) { client in
                if golden.streamed {
                    _ = try await client.chat.completions.stream(golden.request).collect()
                } else {
                    _ = try await client.chat.completions.create(golden.request)
                }
                #expect(server.requests[0].bodyText == golden.body)
                #expect(server.requests[0].header("content-length") == "\(golden.body.utf8.count)")
            }
        }
    }

    @Test func `a request that JSON cannot express is refused`() async throws {
        try await withClient(of: [.json("{}")]) { client, server in
            for request in [Self.request { $0.temperature = .nan }, Self.request { $0.topP = .infinity }] {
                let created = try await errorOf { try await client.chat.completions.create(request) }
                let streamed = try await errorOf { try await client.chat.completions.stream(request) }
                #expect(created.code == .invalidArgument)
                #expect(streamed.code == .invalidArgument)
            }
            #expect(server.requestCount == 0)
        }
    }

    @Test(arguments: [
        (Platform.pixiGPT, "/v1/chat/completions"), (.gravixLayer, "/v1/inference/chat/completions"),
        (.openAI, "/v1/chat/completions"),
    ])
    func `T59 each platform has its path`(_ platform: Platform, _ path: String) async throws {
        try await withClient(of: [.json(Sample.completion())], platform: platform) { client, server in
            _ = try await client.created()
            #expect(server.requests[0].path == path)
            #expect(server.requests[0].method == "POST")
        }
    }

    // MARK: T40

    @Test(arguments: [
        #"{"error":{"message":"the model is on fire","code":500},"choices":null}"#,
        #"{"id":"x","error":{"message":"the model is on fire"},"choices":[]}"#,
        #"{"error":"the model is on fire"}"#,
    ])
    func `T40 an error in a good answer is an error`(_ body: String) async throws {
        try await withClient(of: [.json(body, headers: [("X-Request-ID", "r")])]) { client, server in
            let error = try await errorOf { try await client.created() }
            #expect(error.message == "the model is on fire")
            #expect(error.status == 200)
            #expect(error.requestID == "r")
            #expect(error.bodyText == body)
            #expect(error.attempts == 1)
            #expect(server.requestCount == 1)
        }
    }

    @Test(arguments: [
        "{}", "null", "[]", #""text""#, "", "<html><title>Login</title></html>", #"{"choices":null}"#,
        #"{"choices":[]}"#, #"{"detail":"the model is on fire"}"#, #"{"choices":[{"index":0}"#,
    ])
    func `T15 T40 a good answer that is no completion is an error that shows it`(_ body: String) async throws {
        try await withClient(of: [.json(body)]) { client, _ in
            let error = try await errorOf { try await client.created() }
            #expect(error.code == .decoding)
            #expect(error.status == 200)
            #expect(error.bodyText == body)
            #expect(!error.message.contains("the data couldn"))
            if body.contains("fire") { #expect(error.message.contains("the model is on fire")) }
        }
    }

    @Test(arguments: [#"null"#, #""""#, "{}", "false"])
    func `an error that says nothing is none`(_ value: String) async throws {
        let body = Sample.completion().dropLast() + #","error":\#(value)}"#
        try await withClient(of: [.json(String(body))]) { client, _ in
            let answer = try await client.created()
            #expect(answer.text == "Hi")
        }
    }

    @Test func `a model is a chat model`() async throws {
        func ask(_ model: some ChatModel) async throws -> (String, String) {
            var text = ""
            for try await chunk in try await model.stream(Sample.request) { text += chunk.text }
            return (try await model.complete(Sample.request).text, text)
        }
        try await withFaultServer { request in
            request.header("accept") == "text/event-stream"
                ? .eventStream(Sample.events) : .json(Sample.completion())
        } _: { server in
            try await withClient(server) { client in
                let (whole, streamed) = try await ask(client.chat.completions)
                #expect(whole == "Hi")
                #expect(streamed == Sample.eventsText)
            }
        }
    }
}
