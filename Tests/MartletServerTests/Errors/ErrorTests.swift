import Martlet
import MartletAPI
import MartletEngine
import MartletServer
import MartletTesting
import Testing

/// Every way in which a request can be wrong.
@Suite struct ErrorTests {
    struct Wrong: Sendable, CustomTestStringConvertible {
        var members = ""
        var messages = #"[{"role":"user","content":"hi"}]"#
        var parameter: String
        var testDescription: String { members.isEmpty ? messages : members }
    }

    static let wrong: [Wrong] = [
        // Out of range.
        Wrong(members: #""temperature":2.1"#, parameter: "temperature"),
        Wrong(members: #""temperature":-0.1"#, parameter: "temperature"),
        Wrong(members: #""top_p":1.5"#, parameter: "top_p"),
        Wrong(members: #""top_p":-1"#, parameter: "top_p"),
        Wrong(members: #""frequency_penalty":-2.5"#, parameter: "frequency_penalty"),
        Wrong(members: #""presence_penalty":3"#, parameter: "presence_penalty"),
        Wrong(members: #""n":0"#, parameter: "n"),
        Wrong(members: #""n":17"#, parameter: "n"),
        Wrong(members: #""logprobs":true,"top_logprobs":21"#, parameter: "top_logprobs"),
        Wrong(members: #""top_logprobs":-1"#, parameter: "top_logprobs"),
        Wrong(members: #""top_logprobs":3"#, parameter: "top_logprobs"),
        Wrong(members: #""max_tokens":-1"#, parameter: "max_tokens"),
        Wrong(members: #""max_tokens":99999999999"#, parameter: "max_tokens"),
        Wrong(members: #""max_completion_tokens":-5"#, parameter: "max_completion_tokens"),
        Wrong(members: #""stop":"""#, parameter: "stop"),
        Wrong(members: #""stop":["a",""]"#, parameter: "stop"),
        Wrong(members: #""logit_bias":{"42":101}"#, parameter: "logit_bias"),
        Wrong(members: #""tools":[{"type":"function"}]"#, parameter: "tools[0]"),
        // Of the wrong type.
        Wrong(members: #""temperature":"hot""#, parameter: "temperature"),
        Wrong(members: #""temperature":[]"#, parameter: "temperature"),
        Wrong(members: #""max_tokens":{}"#, parameter: "max_tokens"),
        Wrong(members: #""stream":"maybe""#, parameter: "stream"),
        Wrong(members: #""stop":{"a":1}"#, parameter: "stop"),
        Wrong(members: #""tools":"all""#, parameter: "tools"),
        Wrong(members: #""tools":[7]"#, parameter: "tools"),
        Wrong(members: #""response_format":"json""#, parameter: "response_format"),
        Wrong(members: #""metadata":{"a":{}}"#, parameter: "metadata"),
        Wrong(members: #""logit_bias":[1]"#, parameter: "logit_bias"),
        Wrong(members: #""seed":"x""#, parameter: "seed"),
        // In the conversation.
        Wrong(messages: "[]", parameter: "messages"),
        Wrong(messages: "null", parameter: "messages"),
        Wrong(messages: #""hi""#, parameter: "messages"),
        Wrong(messages: "[7]", parameter: "messages"),
        Wrong(messages: #"[{"content":"hi"}]"#, parameter: "messages[0].role"),
        Wrong(messages: #"[{"role":"wizard","content":"hi"}]"#, parameter: "messages[0].role"),
        Wrong(messages: #"[{"role":["user"],"content":"hi"}]"#, parameter: "messages[0].role"),
        Wrong(messages: #"[{"role":"user","content":"a"},{"role":"user"}]"#, parameter: "messages[1].content"),
        Wrong(messages: #"[{"role":"user","content":null}]"#, parameter: "messages[0].content"),
        Wrong(messages: #"[{"role":"user","content":{"text":"hi"}}]"#, parameter: "messages[0].content"),
        Wrong(
            messages: #"[{"role":"assistant","content":null,"tool_calls":"none"}]"#,
            parameter: "messages[0].tool_calls"),
        Wrong(
            messages: #"[{"role":"tool","content":"4","tool_call_id":{}}]"#, parameter: "messages[0].tool_call_id"),
    ]

    @Test(arguments: wrong)
    func `T65 a parameter that cannot be honoured is a 400 that names it, before a stream starts`(
        _ wrong: Wrong
    ) async throws {
        let model = ScriptedModel()
        try await withPlatform(model: model) { platform in
            let members =
                wrong.members.contains("stream")
                ? wrong.members : [wrong.members, #""stream":true"#].filter { !$0.isEmpty }.joined(separator: ",")
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions",
                body: chatBody(members, messages: wrong.messages))
            #expect(answer.status == 400)
            #expect(answer.header("content-type") == "application/json")
            let error = try #require(ErrorBody(JSONValue(json: answer.body)))
            #expect(error.parameter == wrong.parameter)
            #expect(error.type == "invalid_request_error")
            #expect(!error.message.isEmpty)
        }
        #expect(model.requests.isEmpty)
    }

    @Test(arguments: [
        #""temperature":0"#, #""temperature":2"#, #""top_p":0"#, #""n":16"#, #""max_tokens":0"#, #""temperature":null"#,
        #""logprobs":true,"top_logprobs":20"#, #""logit_bias":{"1":-100}"#, #""temperature":"0.5""#,
        #""something_new":{"a":1}"#,
    ])
    func `a parameter at its limit, or unknown to the platform, is the engine's business`(
        _ members: String
    ) async throws {
        let model = ScriptedModel()
        try await withPlatform(model: model) { platform in
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions", body: chatBody(members))
            #expect(answer.status == 200)
        }
        #expect(model.requests.count == 1)
    }

    @Test(arguments: [
        ("", "invalid_json"), ("{", "invalid_json"), (#"{"messages":[{"role":"user","content":"hi"}]"#, "invalid_json"),
        ("[]", "invalid_json"), ("null", "invalid_json"), (#""text""#, "invalid_json"),
        ("{}x", "missing_required_parameter"),
        ("\u{0}\u{1}", "invalid_json"), (#"{"messages":[{"role":"user","content":"\ud800 \x"}]}"#, "invalid_json"),
        (String(repeating: "[", count: 100_000), "invalid_json"),
        (#"{"model":"scripted","x":"# + String(repeating: #"{"a":"#, count: 50_000), "invalid_json"),
        ("{}", "missing_required_parameter"), (#"{"model":"scripted"}"#, "missing_required_parameter"),
    ])
    func `a body that is no request is a 400, and the platform goes on`(_ body: String, _ code: String) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let answer = try await RawConnection.ask(port: platform.port, "POST", "/v1/chat/completions", body: body)
            #expect(answer.status == 400)
            #expect(try ErrorBody(JSONValue(json: answer.body))?.code == code)
            let next = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions", body: chatBody())
            #expect(next.status == 200)
        }
    }

    @Test func `too many messages are a 400 with the limit`() async throws {
        var configuration = PlatformConfiguration()
        configuration.limits.messages = 2
        configuration.limits.choices = 0
        try await withPlatform(model: ScriptedModel(), configuration: configuration) { platform in
            let message = #"{"role":"user","content":"hi"}"#
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions",
                body: chatBody(messages: "[\(message),\(message),\(message)]"))
            #expect(answer.status == 400)
            #expect(answer.body.contains("the limit is 2"))
            // A limit that makes no sense must not bring the platform down.
            let one = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions", body: chatBody(#""n":1"#))
            #expect(one.status == 200)
        }
    }

    @Test func `a body that is too large is a 413, told by its length or found out`() async throws {
        var configuration = PlatformConfiguration()
        configuration.limits.requestBytes = 1_000
        try await withPlatform(model: ScriptedModel(), configuration: configuration) { platform in
            let long = String(repeating: "x", count: 2_000)
            let told = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions", body: chatBody(#""user":"\#(long)""#))
            #expect(told.status == 413)
            #expect(told.header("connection") == "close")
            #expect(try ErrorBody(JSONValue(json: told.body))?.code == "request_too_large")

            let found = try await RawConnection.with(port: platform.port) { connection in
                try await connection.send(
                    RawConnection.request("POST", "/v1/chat/completions", headers: ["Transfer-Encoding: chunked"]))
                for _ in 0..<3 { try await connection.send("1f4\r\n\(long.prefix(500))\r\n") }
                try await connection.send("0\r\n\r\n")
                return try await connection.answer()
            }
            #expect(found.status == 413)

            let exact = chatBody(
                #""user":"\#(String(repeating: "x", count: 1_000 - chatBody(#""user":"""#).utf8.count))""#)
            #expect(exact.utf8.count == 1_000)
            let taken = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions", body: exact)
            #expect(taken.status == 200)
        }
    }

    @Test func `an 11 MB body is a 413 for the SDK too`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let client = try platform.client()
            let error = try await #require(throws: MartletError.self) {
                try await client.chat.completions.create(.saying(String(repeating: "x", count: 11 << 20)))
            }
            #expect(error.code == .payloadTooLarge || error.code == .connection)
            #expect(try await client.chat.completions.create(.saying("hi")).text == "hi")
            try await client.shutdown()
        }
    }

    @Test func `an unknown model is a 404 that names those that are served`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let answer = try await RawConnection.ask(
                port: platform.port, "POST", "/v1/chat/completions",
                body: #"{"model":"nothing","messages":[{"role":"user","content":"hi"}]}"#)
            #expect(answer.status == 404)
            let error = try #require(ErrorBody(JSONValue(json: answer.body)))
            #expect(error.code == "model_not_found")
            #expect(error.parameter == "model")
            #expect(error.message.contains("'scripted'"))
        }
    }

    @Test(arguments: [
        ("GET", "/"), ("GET", "/v1/nothing"), ("GET", "/v1"), ("PROPFIND", "/v1/models"),
        ("GET", "/v1/chat/completions/x"),
        ("GET", "/../../etc/passwd"), ("GET", "/%2e%2e/secret"),
    ])
    func `a route that there is not is a 404 that names it`(_ method: String, _ path: String) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let answer = try await RawConnection.ask(port: platform.port, method, path)
            #expect(answer.status == 404)
            let error = try #require(ErrorBody(JSONValue(json: answer.body)))
            #expect(error.code == "unknown_route")
            #expect(error.message.contains(method))
            #expect(answer.header("x-request-id") != nil)
        }
    }

    @Test(arguments: [
        ("POST", "/v1/models", "get"), ("GET", "/v1/chat/completions", "post"),
        ("DELETE", "/v1/models/scripted", "get"), ("PUT", "/v1/inference/chat/completions", "post"),
        ("PATCH", "/healthz", "get"), ("OPTIONS", "/v1/embeddings", "post"), ("HEAD", "/v1/rerank", "post"),
    ])
    func `a method that a route has not is a 405 that names those it has`(
        _ method: String, _ path: String, _ allowed: String
    ) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let answer = try await RawConnection.ask(port: platform.port, method, path)
            #expect(answer.status == 405)
            #expect(answer.header("allow") == allowed)
            if method != "HEAD" { #expect(answer.body.contains("method_not_allowed")) }
        }
    }

    @Test(arguments: [
        "/v1/inference/chat/completions", "/v1/inference/embeddings", "/v1/vectors/indexes", "/v1/agents/templates",
        "/v1/deployments/list", "/v1/accelerators",
    ])
    func `GravixLayer's clients read their own form of errors on their own paths`(_ path: String) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let answer = try await RawConnection.ask(port: platform.port, "POST", path, body: "{")
            let value = try JSONValue(json: answer.body)
            #expect(value["error"]?.stringValue?.isEmpty == false)
            #expect(value["code"]?.stringValue?.isEmpty == false)
        }
    }

    @Test(arguments: ["/v1/chat/completions", "/v1/models/none", "/v1/files/none"])
    func `OpenAI's and PixiGPT's clients get the whole error object`(_ path: String) async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let answer = try await RawConnection.ask(port: platform.port, "GET", path)
            let error = try #require(JSONValue(json: answer.body)["error"]?.objectValue)
            #expect(error["message"]?.stringValue?.isEmpty == false)
            #expect(error["type"]?.stringValue == "invalid_request_error")
            // PixiGPT: "`code` string or null/absent".
            #expect(error["code"]?.stringValue != nil)
            #expect(error.keys.contains("param"))
        }
    }

    @Test func `what is not HTTP is refused and hurts nobody`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            for junk in [
                "\u{16}\u{3}\u{1}garbage\r\n\r\n", "GET\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            ] {
                let text = try await RawConnection.with(port: platform.port) { connection in
                    try await connection.send(junk)
                    connection.finishSending()
                    return try await connection.readToEnd()
                }
                #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 400"))
            }
            #expect(try await RawConnection.ask(port: platform.port, "GET", "/healthz").status == 200)
        }
    }
}
