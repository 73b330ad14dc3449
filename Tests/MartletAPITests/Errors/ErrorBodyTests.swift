import MartletAPI
import Testing

@Suite struct ErrorBodyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let body: String
        let message: String
        var type: String?
        var code: String?
        var parameter: String?

        var testDescription: String { body }
    }

    @Test(arguments: [
        // OpenAI, PixiGPT, llama.cpp, Anthropic.
        Case(
            body:
                #"{"error":{"message":"No such model","type":"invalid_request_error","param":"model","code":"model_not_found"}}"#,
            message: "No such model", type: "invalid_request_error", code: "model_not_found", parameter: "model"),
        Case(
            body: #"{"error":{"message":"Bad key","type":"authentication_error","param":null,"code":null}}"#,
            message: "Bad key",
            type: "authentication_error"),
        Case(
            body: #"{"error":{"code":400,"message":"too long","type":"exceed_context_size_error","n_ctx":4096}}"#,
            message: "too long", type: "exceed_context_size_error", code: "400"),
        Case(
            body: #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"}"#,
            message: "Overloaded", type: "overloaded_error"),
        // GravixLayer, Ollama, TGI.
        Case(
            body: #"{"error":"deployment already exists","code":"conflict"}"#, message: "deployment already exists",
            code: "conflict"),
        Case(body: #"{"error":"quota","code":429}"#, message: "quota", code: "429"),
        Case(body: #"{"error":"model 'x' not found"}"#, message: "model 'x' not found"),
        Case(
            body: #"{"error":"Input is too long","error_type":"validation"}"#, message: "Input is too long",
            type: "validation"),
        // vLLM before 0.10, Mistral, Cohere.
        Case(
            body: #"{"object":"error","message":"bad","type":"BadRequestError","param":null,"code":400}"#,
            message: "bad",
            type: "BadRequestError", code: "400"),
        Case(body: #"{"message":"Unauthorized"}"#, message: "Unauthorized"),
        Case(body: #"{"message":{"detail":[{"msg":"Field required"}]}}"#, message: "Field required"),
        // FastAPI.
        Case(body: #"{"detail":"Not Found"}"#, message: "Not Found"),
        Case(
            body: #"{"detail":[{"loc":["body","model"],"msg":"Field required","type":"missing"},{"msg":"Too long"}]}"#,
            message: "Field required; Too long"),
        Case(body: #"{"detail":{"message":"inner"}}"#, message: "inner"),
        Case(body: #"{"detail":{"x":1}}"#, message: #"{"x":1}"#),
        Case(body: #"{"detail":[{"x":1}]}"#, message: #"[{"x":1}]"#),
        // Google.
        Case(
            body: #"[{"error":{"code":429,"message":"Resource exhausted","status":"RESOURCE_EXHAUSTED"}}]"#,
            message: "Resource exhausted", code: "RESOURCE_EXHAUSTED"),
        Case(
            body: #"{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT","details":[]}}"#,
            message: "API key not valid", code: "INVALID_ARGUMENT"),
        // Spring, NestJS, OAuth, RFC 9457.
        Case(
            body: #"{"timestamp":1,"status":400,"error":"Bad Request","message":"'n' must be positive","path":"/x"}"#,
            message: "Bad Request: 'n' must be positive", code: "400"),
        Case(
            body: #"{"error":"invalid_grant","error_description":"The token has expired"}"#,
            message: "invalid_grant: The token has expired"),
        Case(body: #"{"error":"same","message":"same"}"#, message: "same"),
        Case(
            body: #"{"type":"about:blank","title":"Forbidden","status":403,"detail":"Not for you"}"#,
            message: "Not for you",
            type: "about:blank", code: "403"),
        // Odd ones.
        Case(body: #"{"error":["first","second"]}"#, message: "first"),
        Case(body: #"{"error":[{"message":"first","code":"c"}]}"#, message: "first", code: "c"),
        Case(body: #"{"error":null,"message":"m"}"#, message: "m"),
        Case(body: #"{"error":true,"reason":"r"}"#, message: "r"),
        Case(body: #"{"error":404,"message":"gone"}"#, message: "gone"), Case(body: #"{"error":{}}"#, message: "{}"),
        Case(body: #"{"error":{"message":"","code":7}}"#, message: #"{"message":"","code":7}"#, code: "7"),
        Case(body: #"{"error":{"code":7},"message":"outer"}"#, message: "outer", code: "7"),
        Case(
            body: #"{"error":{"message":"m","code":null,"type":null},"code":"outer","type":"t"}"#, message: "m",
            type: "t",
            code: "outer"),
        Case(body: #"{"error":"","message":"m"}"#, message: "m"),
        Case(body: #"{"error":""}"#, message: #"{"error":""}"#),
        // Not understood: the text as it stands.
        Case(body: #"{"error":null}"#, message: #"{"error":null}"#), Case(body: "{}", message: "{}"),
        Case(body: "[]", message: "[]"),
        Case(body: "[1]", message: "[1]"), Case(body: "null", message: "null"), Case(body: "404", message: "404"),
        Case(body: #""Not found""#, message: "Not found"), Case(body: #""""#, message: #""""#),
        Case(body: "Internal Server Error\n", message: "Internal Server Error"),
        Case(body: #"{"error":{"#, message: #"{"error":{"#),
        Case(body: "", message: ""), Case(body: " \r\n", message: ""),
        // Web pages.
        Case(
            body: "<html><head><title>502 Bad Gateway</title></head><body>…</body></html>",
            message: "web page: 502 Bad Gateway"),
        Case(
            body: "\n<!DOCTYPE html><HTML><TITLE>\n  Just a\n  moment... </TITLE>",
            message: "web page: Just a moment..."),
        Case(body: "<html><title></title>x</html>", message: "<html><title></title>x</html>"),
        Case(body: "<html><title>never closed", message: "<html><title>never closed"),
        Case(body: "<title>", message: "<title>"),
        Case(body: "<Error><Code>AccessDenied</Code></Error>", message: "<Error><Code>AccessDenied</Code></Error>"),
    ])
    func `T41 every shape of an error body is understood`(expected: Case) {
        let body = ErrorBody(parsing: expected.body.utf8)
        #expect(body.message == expected.message)
        #expect(body.type == expected.type)
        #expect(body.code == expected.code)
        #expect(body.parameter == expected.parameter)
    }

    @Test func `T42 whatever the bytes are, there is a message with what the server said`() {
        #expect(ErrorBody(parsing: [0xFF, 0xFE, 0x41]).message == "\u{FFFD}\u{FFFD}A")
        let deep = String(repeating: "[", count: 1_000)
        #expect(ErrorBody(parsing: deep.utf8).message == deep)
        var random = SplitMix64(seed: 41)
        let shape = Array(
            #"[{"error":{"code":429,"message":"Resource","status":"X","detail":[{"msg":"a"}]},"title":"t"}]"#.utf8)
        for _ in 0..<5_000 {
            let bytes = random.mutated(shape)
            #expect(bytes.allSatisfy { $0 <= 0x20 } || !ErrorBody(parsing: bytes).message.isEmpty)
        }
        for count in shape.indices.dropFirst() { #expect(!ErrorBody(parsing: shape[..<count]).message.isEmpty) }
    }

    @Test func `what is not modelled is kept`() {
        let body = ErrorBody(parsing: #"{"error":{"message":"m","n_ctx":4096,"n_prompt_tokens":5000}}"#.utf8)
        #expect(body.details?["n_ctx"] == 4_096)
        #expect(body.details?["n_prompt_tokens"] == 5_000)
    }

    @Test func `a value that is no error is none`() {
        for value: JSONValue in [
            nil, true, 1, 1.5, "text", [], [1], [:], ["choices": []], ["error": nil], ["error": [:], "x": 1],
        ] {
            let isError = value["error"]?.objectValue != nil
            #expect((ErrorBody(value) != nil) == isError, "\(value.text)")
        }
    }

    @Test func `a written error is read as the same, by clients of every platform`() throws {
        var body = ErrorBody(
            message: "too long", type: "invalid_request_error", code: "context_length_exceeded", parameter: "messages")
        body.details = ["n_ctx": 4_096, "message": "old"]
        var writer = JSONWriter()
        body.write(to: &writer)
        let bytes = try writer.finish()
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                {"error":{"message":"too long","type":"invalid_request_error","param":"messages","code":"context_length_exceeded",\
                "n_ctx":4096},"code":"context_length_exceeded"}
                """)
        let read = ErrorBody(parsing: bytes)
        #expect(read.message == body.message)
        #expect(read.type == body.type)
        #expect(read.code == body.code)
        #expect(read.parameter == body.parameter)
    }

    @Test func `an error without a code has none beside it`() throws {
        var writer = JSONWriter()
        ErrorBody(message: "m").write(to: &writer)
        #expect(
            String(decoding: try writer.finish(), as: UTF8.self)
                == #"{"error":{"message":"m","type":"invalid_request_error","param":null,"code":null}}"#)
    }
}
