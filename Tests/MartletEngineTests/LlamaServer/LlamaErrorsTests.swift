import HTTPTypes
import Martlet
import MartletAPI
import MartletServer
import MartletTesting
import Testing

@testable import MartletEngine

/// The bodies are those of llama-server 0.10434.0.
@Suite struct LlamaErrorsTests {
    private func mapped(_ response: FaultResponse) async throws -> PlatformError {
        try await withFaultServer([response]) { server in
            var options = RequestOptions()
            options.maxRetries = 0
            options.timeout = .seconds(30)
            let client = try MartletClient(platform: .custom(server.baseURL), options: options)
            let error = try await #require(throws: MartletError.self) {
                try await client.chat.completions.stream(
                    ChatCompletionRequest(model: nil, messages: [.user("hi")])
                ).collect()
            }
            try await client.shutdown()
            return LlamaErrors.platformError(for: error)
        }
    }

    @Test func `T64 a prompt beyond the context is a 400 with the counts`() async throws {
        let error = try await mapped(
            .json(
                #"{"error":{"code":400,"message":"request (9031 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9031,"n_ctx":4096}}"#,
                status: 400))
        #expect(error.status == .badRequest)
        #expect(error.body.code == "context_length_exceeded")
        #expect(error.body.type == "invalid_request_error")
        #expect(error.body.parameter == "messages")
        #expect(error.body.message.contains("9031 tokens"))
        #expect(error.body.message.contains("4096"))
        #expect(error.body.details?["n_prompt_tokens"] == 9_031)
        #expect(error.body.details?["n_ctx"] == 4_096)
    }

    @Test(
        arguments: [
            (
                400,
                #"{"error":{"code":400,"message":"Field 'n': Value must be between 1 <= value <= 2, but got 3","type":"invalid_request_error"}}"#,
                400, nil
            ),
            (
                400, #"{"error":{"code":400,"message":"'messages' is required","type":"invalid_request_error"}}"#, 400,
                nil
            ),
            (
                500,
                #"{"error":{"code":500,"message":"the current context does not logits computation. skipping","type":"server_error"}}"#,
                502, "engine_failed"
            ),
            (
                501,
                #"{"error":{"code":501,"message":"This server does not support embeddings. Start it with `--embeddings`","type":"not_supported_error"}}"#,
                502, "engine_failed"
            ),
            (
                503, #"{"error":{"message":"Loading model","type":"unavailable_error","code":503}}"#, 502,
                "engine_failed"
            ),
            // It is the platform's key for its own child.
            (
                401, #"{"error":{"message":"Invalid API Key","type":"authentication_error","code":401}}"#, 502,
                "engine_failed"
            ),
        ] as [(Int, String, Int, String?)])
    func `the child's refusals keep their words, and its failures are a 502`(
        _ status: Int, _ body: String, _ mappedStatus: Int, _ code: String?
    ) async throws {
        let error = try await mapped(.json(body, status: status))
        #expect(error.status.code == mappedStatus)
        #expect(error.body.code == code)
        let words = try #require(JSONValue(json: body)["error"]?["message"]?.stringValue)
        #expect(error.body.message.contains(words))
        // A status is no code: PixiGPT's Go client cannot read a number, and a text of it says nothing.
        #expect(error.body.code != String(status))
    }

    @Test func `a child that dies is a 502 that says that it comes again`() async throws {
        let chunk = #"data: {"choices":[{"index":0,"delta":{"content":"a"}}]}"# + "\n\n"
        for response in [
            FaultResponse.refuse(), .eventStream([chunk], then: [.close]), .eventStream([chunk]),
        ] {
            let error = try await mapped(response)
            #expect(error.status == .badGateway)
            #expect(error.body.code == "engine_failed")
            #expect(error.body.message.contains("starts again"))
        }
    }

    @Test func `an error within a stream is a 502 with its words`() async throws {
        let error = try await mapped(
            .eventStream([#"data: {"error":{"code":500,"message":"failed to decode","type":"server_error"}}"# + "\n\n"])
        )
        #expect(error.status == .badGateway)
        #expect(error.body.message.contains("failed to decode"))
    }
}
