import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Legacy completions, embeddings and rerank over the wire.
@Suite(.inTurn, .timeLimit(.minutes(10))) struct CompletionsResourceTests {
    private static func event(_ text: String, finish: String? = nil) -> String {
        let reason = finish.map { #""\#($0)""# } ?? "null"
        return #"data: {"id":"cmpl-1","object":"text_completion","model":"m","choices":[{"text":"\#(text)","index":0,"#
            + #""logprobs":null,"finish_reason":\#(reason)}]}"# + "\n\n"
    }

    @Test func `what is sent is what is set, and stream options belong to streams`() async throws {
        try await withFaultServer { request in
            request.bodyText.contains(#""stream":true"#)
                ? .text(Self.event("a", finish: "stop") + "data: [DONE]\n\n", contentType: "text/event-stream")
                : .json(#"{"id":"cmpl-1","choices":[{"text":"a","finish_reason":"stop"}]}"#)
        } _: { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            var request = CompletionRequest(model: "m", prompt: "Once")
            request.streamOptions = StreamOptions(includeUsage: true)
            #expect(try await client.completions.create(request).text == "a")
            #expect(try await client.completions.stream(request).collect().finishReason == .stop)
            #expect(
                server.requests.map(\.bodyText) == [
                    #"{"model":"m","prompt":"Once"}"#,
                    #"{"model":"m","prompt":"Once","stream":true,"stream_options":{"include_usage":true}}"#,
                ])
            #expect(server.requests.map(\.path) == ["/v1/completions", "/v1/completions"])
        }
    }

    @Test func `GravixLayer's paths and its stream flag`() async throws {
        try await withFaultServer { _ in
            .json(#"{"choices":[{"text":"a"}]}"#)
        } _: { server in
            let client = try MartletClient(platform: .gravixLayer, apiKey: "k", baseURL: server.baseURL)
            _ = try await client.completions.create(CompletionRequest(model: "m", prompt: ["a", "b"]))
            #expect(server.requests.first?.path == "/v1/inference/completions")
            #expect(server.requests.first?.bodyText == #"{"model":"m","prompt":["a","b"],"stream":false}"#)
        }
    }

    @Test func `T14 a stream that ends in the middle is truncated, with what had come`() async throws {
        try await withFaultServer { _ in
            .text(Self.event("Hello") + Self.event(" you"), contentType: "text/event-stream")
        } _: { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            var text = ""
            let error = await #expect(throws: MartletError.self) {
                for try await chunk in try await client.completions.stream(
                    CompletionRequest(model: "m", prompt: "x"))
                {
                    text += chunk.text
                }
            }
            #expect(text == "Hello you")
            #expect(error?.code == .truncated)
            #expect(error?.partial?.text == "Hello you")
        }
    }

    @Test func `T39 T40 an error in a 200 is an error`() async throws {
        let stream = #"data: {"error":{"message":"no room","type":"server_error"}}"# + "\n\n"
        try await withFaultServer { request in
            request.bodyText.contains("stream")
                ? .text(stream, contentType: "text/event-stream")
                : .json(#"{"error":{"message":"no room"},"choices":null}"#)
        } _: { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil, options: .init())
            let request = CompletionRequest(model: "m", prompt: "x")
            let whole = await #expect(throws: MartletError.self) { try await client.completions.create(request) }
            #expect(whole?.message.contains("no room") == true)
            let streamed = await #expect(throws: MartletError.self) {
                _ = try await client.completions.stream(request).collect()
            }
            #expect(streamed?.message.contains("no room") == true)
            let embedding = await #expect(throws: MartletError.self) {
                try await client.embeddings.create(EmbeddingRequest(model: "m", input: "x"))
            }
            #expect(embedding?.message.contains("no room") == true)
        }
    }

    @Test func `vectors come as floats, whatever the format on the wire`() async throws {
        try await withFaultServer { request in
            request.bodyText.contains("base64")
                ? .json(
                    #"{"data":[{"index":0,"embedding":"AAAAPwAAoL8="}],"usage":{"prompt_tokens":2,"total_tokens":2}}"#)
                : .json(#"{"data":[{"embedding":[0.5,-1.25]}]}"#)
        } _: { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            var request = EmbeddingRequest(model: "m", input: "x")
            #expect(try await client.embeddings.create(request).vectors == [[0.5, -1.25]])
            request.encodingFormat = .base64
            request.dimensions = 2
            let packed = try await client.embeddings.create(request)
            #expect(packed.vectors == [[0.5, -1.25]])
            #expect(packed.usage?.totalTokens == 2)
            #expect(
                server.requests.map(\.bodyText) == [
                    #"{"model":"m","input":"x"}"#,
                    #"{"model":"m","input":"x","dimensions":2,"encoding_format":"base64"}"#,
                ])
        }
    }

    @Test func `fewer vectors than texts are an error that says so`() async throws {
        try await withFaultServer { _ in
            .json(#"{"data":[{"embedding":[1]}]}"#)
        } _: { server in
            let client = try MartletClient(platform: .custom(server.baseURL), apiKey: nil)
            let error = await #expect(throws: MartletError.self) {
                try await client.embeddings.create(EmbeddingRequest(model: "m", input: ["a", "b"]))
            }
            #expect(error?.code == .decoding)
            #expect(error?.message.contains("one vector for each text") == true)
        }
    }

    @Test func `documents come back sorted`() async throws {
        try await withFaultServer { _ in
            .json(#"{"results":[{"index":1,"document":"b","relevance_score":0.9}],"usage":{"total_tokens":3}}"#)
        } _: { server in
            let client = try MartletClient(platform: .pixiGPT, apiKey: "k", baseURL: server.baseURL)
            let answer = try await client.rerank.create(
                RerankRequest(query: "q", documents: ["a", "b"], topK: 1))
            #expect(answer.results.map(\.index) == [1])
            #expect(server.requests.first?.bodyText == #"{"query":"q","documents":["a","b"],"top_k":1}"#)
            #expect(server.requests.first?.path == "/v1/rerank")
        }
    }
}
