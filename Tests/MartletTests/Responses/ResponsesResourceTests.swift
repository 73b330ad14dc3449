import HTTPTypes
import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Responses that come whole, and those that the platform keeps.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct ResponsesResourceTests {
    @Test func `a response is asked for and read`() async throws {
        try await withClient(of: [.json(ResponseSample.response(), headers: [("X-Request-ID", "req-1")])]) {
            client, server in
            var request = ResponseSample.request
            request.stream = true
            request.streamOptions = StreamOptions()
            let answer = try await client.responses.createWithResponse(request)
            #expect(answer.value.outputText == "Hi")
            #expect(answer.value.status == .completed)
            #expect(answer.value.usage?.totalTokens == 11)
            #expect(answer.metadata.requestID == "req-1")
            #expect(answer.metadata.attempts == 1)
            let sent = try #require(server.requests.first)
            #expect(sent.method == "POST")
            #expect(sent.path == "/v1/responses")
            #expect(sent.bodyText == #"{"model":"smollm2","input":"Hello!"}"#)
            #expect(sent.header("authorization") == "Bearer \(Sample.key)")
        }
    }

    @Test func `where services have URLs of their own, responses are part of inference`() async throws {
        try await withFaultServer([.json(ResponseSample.response())]) { server in
            try await withClient(server, platform: .gravixLayer.at(server.baseURL)) { client in
                _ = try await client.responses.create(ResponseSample.request)
                #expect(server.requests.map(\.path) == ["/v1/inference/responses"])
                #expect(server.requests[0].bodyText.contains(#""stream":false"#))
            }
        }
    }

    @Test func `options of a call are added`() async throws {
        try await withClient(of: [.json(ResponseSample.response())]) { client, server in
            _ = try await client.responses.create(
                ResponseSample.request, options: options { $0.extraBody = ["top_k": 40] })
            #expect(server.requests[0].bodyText == #"{"model":"smollm2","input":"Hello!","top_k":40}"#)
        }
    }

    @Test(arguments: ["incomplete", "queued", "in_progress", "dreaming"])
    func `a response that is not complete is an answer`(_ status: String) async throws {
        try await withClient(of: [.json(ResponseSample.response(status: status))]) { client, _ in
            let response = try await client.responses.create(ResponseSample.request)
            #expect(response.status?.rawValue == status)
        }
    }

    // MARK: Errors

    @Test(arguments: [400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503, 529])
    func `T37 T38 a refusal is thrown with all that the server said`(_ status: Int) async throws {
        let body = #"{"error":{"message":"because","type":"some_error","param":"model","code":"some_code"}}"#
        try await withClient(
            of: [.json(body, status: status, headers: [("X-Request-ID", "req-9")])],
            options: options { $0.maxRetries = 0 }
        ) { client, server in
            let error = try await errorOf { try await client.responses.create(ResponseSample.request) }
            #expect(error.status == status)
            #expect(error.message == "because")
            #expect(error.serverCode == "some_code")
            #expect(error.parameter == "model")
            #expect(error.bodyText == body)
            #expect(error.requestID == "req-9")
            #expect(server.requestCount == 1)
        }
    }

    @Test func `T47 a call is tried again with one idempotency key`() async throws {
        let answers = [
            FaultResponse.json("{}", status: 503), .json("{}", status: 429), .json(ResponseSample.response()),
        ]
        try await withClient(of: answers) { client, server in
            let answer = try await client.responses.createWithResponse(ResponseSample.request)
            #expect(answer.metadata.attempts == 3)
            let keys = Set(server.requests.map { $0.header("idempotency-key") })
            #expect(keys.count == 1)
            #expect(keys.first != .some(nil))
        }
    }

    @Test(arguments: [
        (#"{"error":{"message":"the model is on fire","code":"server_error"}}"#, MartletError.Code.reportedByServer),
        (#"{"error":"the model is on fire"}"#, .reportedByServer),
        (#"{"error":{"message":"the model is on fire","code":"insufficient_quota"}}"#, .insufficientQuota),
    ])
    func `T39 an error in a good answer is thrown in the server's words`(
        _ body: String, _ code: MartletError.Code
    ) async throws {
        try await withClient(of: [.json(body)]) { client, server in
            let error = try await errorOf { try await client.responses.create(ResponseSample.request) }
            #expect(error.message == "the model is on fire")
            #expect(error.code == code)
            #expect(error.status == 200)
            #expect(server.requestCount == 1)
        }
    }

    @Test(arguments: ["{}", #"{"object":"response","status":"completed"}"#, "[]", "<html></html>", ""])
    func `T41 what is no response cannot be understood`(_ body: String) async throws {
        try await withClient(of: [.json(body)]) { client, _ in
            let error = try await errorOf { try await client.responses.create(ResponseSample.request) }
            #expect(error.code == .decoding)
        }
    }

    @Test(arguments: [
        ("server_error", MartletError.Code.server), ("rate_limit_exceeded", .rateLimited),
        ("insufficient_quota", .insufficientQuota), ("context_length_exceeded", .contextLengthExceeded),
        ("invalid_prompt", .invalidRequest), ("novel", .reportedByServer),
    ])
    func `T39 a response that failed is an error that carries it`(
        _ code: String, _ expected: MartletError.Code
    ) async throws {
        let failed = ResponseSample.response(
            "Hel", status: "failed", more: #","error":{"code":"\#(code)","message":"no, \#(Sample.key)"}"#)
        try await withClient(of: [.json(failed)]) { client, _ in
            let error = try await errorOf { try await client.responses.create(ResponseSample.request) }
            #expect(error.code == expected)
            #expect(error.serverCode == code)
            #expect(error.message.hasPrefix("no, "))
            #expect(!error.message.contains(Sample.key))
            #expect(error.response?.status == .failed)
            #expect(error.response?.outputText == "Hel")
            #expect(error.attempts == 1)
        }
    }

    @Test func `a response that failed without a reason, or was called off, is an error`() async throws {
        try await withClient(of: [
            .json(ResponseSample.response(status: "failed")), .json(ResponseSample.response(status: "cancelled")),
        ]) { client, _ in
            let failed = try await errorOf { try await client.responses.create(ResponseSample.request) }
            #expect(failed.code == .reportedByServer)
            let cancelled = try await errorOf { try await client.responses.create(ResponseSample.request) }
            #expect(cancelled.code == .responseCancelled)
            #expect(!cancelled.isRetryable)
        }
    }

    // MARK: Kept responses

    @Test func `a kept response is retrieved, in whatever state`() async throws {
        try await withClient(of: [.json(ResponseSample.response(status: "failed"))]) { client, server in
            let response = try await client.responses.retrieve(
                "resp/1", include: [.reasoningEncryptedContent, .outputTextLogprobs])
            #expect(response.status == .failed)
            _ = try await client.responses.retrieve("r")
            #expect(server.requests.map(\.method) == ["GET", "GET"])
            #expect(
                server.requests.map(\.path) == [
                    "/v1/responses/resp%2F1?include%5B%5D=reasoning.encrypted_content"
                        + "&include%5B%5D=message.output_text.logprobs",
                    "/v1/responses/r",
                ])
        }
    }

    @Test func `a response is called off and deleted`() async throws {
        let answers = [
            FaultResponse.json(ResponseSample.response(status: "cancelled")),
            .json(#"{"id":"resp_1","object":"response.deleted","deleted":true,"x":1}"#), .json("", status: 204),
        ]
        try await withClient(of: answers) { client, server in
            #expect(try await client.responses.cancel("resp_1").status == .cancelled)
            let deleted = try await client.responses.delete("resp_1")
            #expect(deleted.id == "resp_1")
            #expect(deleted.object == "response.deleted")
            #expect(deleted.deleted)
            #expect(deleted.additionalProperties == ["x": 1])
            #expect(try await client.responses.delete("resp_2") == DeletedResponse(id: "resp_2"))
            #expect(server.requests.map(\.method) == ["POST", "DELETE", "DELETE"])
            #expect(
                server.requests.map(\.path) == [
                    "/v1/responses/resp_1/cancel", "/v1/responses/resp_1", "/v1/responses/resp_2",
                ])
        }
    }

    @Test func `the input of a response is read page by page`() async throws {
        func page(_ ids: [String], more: Bool) -> FaultResponse {
            let items = ids.map { #"{"id":"\#($0)","type":"message","role":"user","content":"\#($0)"}"# }
            return .json(
                #"{"object":"list","data":[\#(items.joined(separator: ","))],"has_more":\#(more)}"#)
        }
        let answers = [page(["a", "b"], more: true), page(["c"], more: false), page(["a"], more: false)]
        try await withClient(of: answers) { client, server in
            var ids: [ResponseItemID?] = []
            for try await item in client.responses.inputItems(of: "r", pageSize: 2, order: .ascending) {
                ids.append(item.id)
            }
            #expect(ids == ["a", "b", "c"])
            let page = try await client.responses.listInputItems(of: "r")
            #expect(page.data.count == 1)
            #expect(
                server.requests.map(\.path) == [
                    "/v1/responses/r/input_items?limit=2&order=asc",
                    "/v1/responses/r/input_items?limit=2&after=b&order=asc", "/v1/responses/r/input_items",
                ])
        }
    }

    @Test func `a response that is not there is not found`() async throws {
        let body = #"{"error":{"message":"Response with id 'r' not found.","type":"invalid_request_error"}}"#
        try await withClient(of: [.json(body, status: 404)]) { (client, _) async throws in
            #expect(try await errorOf { try await client.responses.retrieve("r") }.code == .notFound)
            #expect(try await errorOf { try await client.responses.resume("r") }.code == .notFound)
            #expect(try await errorOf { try await client.responses.cancel("r") }.code == .notFound)
            #expect(try await errorOf { try await client.responses.delete("r") }.code == .notFound)
            #expect(try await errorOf { try await client.responses.listInputItems(of: "r") }.code == .notFound)
        }
    }

    @Test func `an empty id is refused before anything is sent`() async throws {
        try await withClient(of: [.json("{}")]) { (client, server) async throws in
            #expect(try await errorOf { try await client.responses.retrieve("") }.code == .invalidArgument)
            #expect(try await errorOf { try await client.responses.delete("") }.code == .invalidArgument)
            #expect(try await errorOf { try await client.responses.cancel("") }.code == .invalidArgument)
            #expect(server.requestCount == 0)
        }
    }
}
