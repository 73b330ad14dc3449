import HTTPTypes
import MartletTesting
import Testing

@testable import Martlet

/// What a server says when it refuses, and what becomes of it.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct MartletErrorTests {
    /// An error body, and what must be understood of it.
    struct Body: CustomTestStringConvertible {
        var name: String
        var text: String
        var contentType = "application/json"
        var message: String
        var type: String?
        var code: String?
        var testDescription: String { name }
    }

    static let bodies = [
        Body(
            name: "OpenAI's object",
            text: #"{"error":{"message":"no such model","type":"invalid_request_error","param":"model","code":"x"}}"#,
            message: "no such model", type: "invalid_request_error", code: "x"),
        Body(
            name: "GravixLayer's text and code", text: #"{"error":"already exists","code":409}"#,
            message: "already exists", code: "409"),
        Body(name: "text", text: #"{"error":"no such model"}"#, message: "no such model"),
        Body(
            name: "an array (Gemini)", text: #"[{"error":{"code":400,"message":"bad","status":"INVALID"}}]"#,
            message: "bad", code: "INVALID"),
        Body(name: "FastAPI's detail", text: #"{"detail":"Not Found"}"#, message: "Not Found"),
        Body(
            name: "FastAPI's details", text: #"{"detail":[{"loc":["body","n"],"msg":"too small"},{"msg":"too big"}]}"#,
            message: "too small; too big"),
        Body(name: "a message only", text: #"{"message":"Unauthorized"}"#, message: "Unauthorized"),
        Body(name: "an unknown object", text: #"{"oops":1}"#, message: #"{"oops":1}"#),
        Body(
            name: "a page", text: "<html><head><title>502 Bad\n Gateway</title></head><body>nginx</body></html>",
            contentType: "text/html", message: "web page: 502 Bad Gateway"),
        Body(
            name: "a page that claims to be JSON", text: "<html><title>Oops</title></html>", message: "web page: Oops"),
        Body(
            name: "words", text: "upstream connect error", contentType: "text/plain", message: "upstream connect error"),
        Body(
            name: "JSON that claims to be words", text: #"{"error":{"message":"m","code":null}}"#,
            contentType: "text/plain", message: "m"),
        Body(
            name: "JSON that is cut off", text: #"{"error":{"message":"no su"#, message: #"{"error":{"message":"no su"#),
        Body(name: "null", text: "null", message: "null"),
        Body(name: "not UTF-8", text: "caf\u{FFFD}", message: "caf\u{FFFD}"),
    ]

    @Test(arguments: bodies)
    func `T41 T42 every form of an error body says what the server said`(_ body: Body) async throws {
        let response = FaultResponse.text(body.text, status: 418, contentType: body.contentType)
        try await withClient(of: [response]) { client, server in
            for error in [
                try await errorOf { try await client.created() }, try await errorOf { try await client.streamed() },
                try await errorOf { try await client.models.list() },
            ] {
                #expect(error.message == body.message)
                #expect(error.type == body.type)
                #expect(error.serverCode == body.code)
                #expect(error.status == 418)
                #expect(error.code == .invalidRequest)
                #expect(error.bodyText == body.text)
                #expect(error.description.contains(body.message))
                #expect(error.description.contains("HTTP 418"))
            }
            #expect(server.requestCount == 3)
        }
    }

    @Test func `T41 an empty body is an error that says so`() async throws {
        try await withClient(of: [FaultResponse(status: 404)]) { client, _ in
            let error = try await errorOf { try await client.created() }
            #expect(error.message == "The server answered 404 with no explanation.")
            #expect(error.code == .notFound)
            #expect(error.body.isEmpty)
        }
    }

    @Test(arguments: [FaultResponse.Step.close, .reset])
    func `T41 T42 a body that breaks off does not hide the status`(_ end: FaultResponse.Step) async throws {
        let gate = FaultGate()
        let response = FaultResponse(
            status: 401, headers: [("Content-Type", "application/json"), ("Content-Length", "400")],
            steps: [.bytes(Array(#"{"error":{"message":"wrong k"#.utf8)), .hold(gate), end])
        try await withClient(of: [response]) { client, server in
            async let opened: Void = {
                await gate.waitUntilReached()
                // Time for the bytes to be read; a reset may overtake them, which the test does not mind.
                try await Task.sleep(for: .milliseconds(50))
                gate.open()
            }()
            let error = try await errorOf { try await client.created() }
            try await opened
            #expect(error.status == 401)
            #expect(error.isAuthenticationError)
            #expect(server.requestCount == 1)
            let streamed = try await errorOf { try await client.streamed() }
            #expect(streamed.status == 401)
        }
    }

    @Test func `T42 an explanation that never comes does not hide the status`() async throws {
        let silent = FaultResponse(status: 503, headers: [("Content-Length", "5")], steps: [.silence])
        let error = try await undisturbed {
            try await withClient(
                of: [silent],
                options: options {
                    $0.timeout = .seconds(1)
                    $0.maxRetries = 0
                }
            ) { client, _ in
                let error = try await errorOf { try await client.created() }
                if error.code == .attemptTimeout { throw error }
                return error
            }
        }
        #expect(error.status == 503)
    }

    @Test func `an explanation is not subject to the response limit`() async throws {
        let long = String(repeating: "because ", count: 400_000)
        try await withClient(
            of: [.text(long, status: 400)], options: options { $0.maximumResponseBytes = 10 }
        ) { client, _ in
            let error = try await errorOf { try await client.created() }
            #expect(error.status == 400)
            #expect(error.message.hasPrefix("because because"))
            #expect(error.message.utf8.count < 3_000)
            #expect(error.body.count <= MartletError.bodyLimit)
        }
    }

    @Test(arguments: [
        (400, "{}", MartletError.Code.invalidRequest), (401, "{}", .authentication), (403, "{}", .permissionDenied),
        (404, "{}", .notFound), (409, "{}", .conflict), (413, "{}", .payloadTooLarge), (422, "{}", .invalidRequest),
        (429, "{}", .rateLimited), (500, "{}", .server), (503, "{}", .server), (529, "{}", .server),
        (429, #"{"error":{"message":"m","code":"insufficient_quota"}}"#, .insufficientQuota),
        (400, #"{"error":{"message":"m","code":"context_length_exceeded"}}"#, .contextLengthExceeded),
        (400, #"{"error":{"message":"m","type":"exceed_context_size_error"}}"#, .contextLengthExceeded),
        (400, #"{"error":{"message":"m","code":"content_filter"}}"#, .contentFiltered),
        // PixiGPT: "Predicates test `type` only".
        (400, #"{"error":{"message":"m","type":"authentication_error"}}"#, .authentication),
        (400, #"{"error":{"message":"m","type":"rate_limit_error"}}"#, .rateLimited),
        (401, #"{"error":{"message":"m","type":"unknown"}}"#, .authentication),
        // A code that looks like a status does not replace the status.
        (404, #"{"error":{"message":"m","code":500}}"#, .notFound),
    ])
    func `the code follows from the server's words, then from the status`(
        _ status: Int, _ body: String, _ code: MartletError.Code
    ) {
        let error = MartletError.response(
            status: status, headers: [:], body: Array(body.utf8), redactor: Redactor(secrets: []))
        #expect(error.code == code)
        #expect(error.isAuthenticationError == (code == .authentication))
        #expect(error.isRateLimited == (code == .rateLimited))
        #expect(error.isQuotaExhausted == (code == .insufficientQuota))
    }

    @Test func `the description is one line of facts`() {
        var error = MartletError(.rateLimited, "Slow down.")
        error.type = "rate_limit_error"
        error.serverCode = "too_fast"
        error.status = 429
        error.attempts = 3
        error.headers[.init("x-request-id")!] = "req-1"
        #expect(
            error.description
                == "[too_fast] rate_limit_error: Slow down. (HTTP 429, request req-1, after 3 attempts)")
        #expect(error.debugDescription == "MartletError\(error.description)")
        #expect(MartletError(.connection, "No.").description == "[connection] No.")
    }

    @Test(arguments: [
        (MartletError.Code.connection, true), (.connectTimeout, true), (.attemptTimeout, true), (.idleTimeout, true),
        (.truncated, true), (.rateLimited, true), (.server, true), (.conflict, true), (.insufficientQuota, false),
        (.authentication, false), (.decoding, false), (.invalidArgument, false), (.shutDown, false),
        (.deadlineExceeded, false), (.init(rawValue: "later"), false),
    ])
    func `what may pass with time says so`(_ code: MartletError.Code, _ isRetryable: Bool) {
        #expect(MartletError(code, "m").isRetryable == isRetryable)
    }
}
