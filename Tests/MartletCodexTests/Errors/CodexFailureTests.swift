import Martlet
import MartletAPI
import Testing

@testable import MartletCodex

struct CodexFailureTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var message: String
        var info: JSONValue? = "other"
        var code: MartletError.Code
        var status: Int?
        var serverCode: String?
        var isRetryable = false
        var testDescription: String { message }
    }

    static let rows: [Row] = [
        Row(
            message:
                "unexpected status 401 Unauthorized: Incorrect API key provided: sk-bad., url: http://h/v1/responses",
            code: .authentication, status: 401),
        Row(
            message: "unexpected status 403 Forbidden: Not allowed., url: http://h/v1", code: .permissionDenied,
            status: 403),
        Row(
            message: "unexpected status 404 Not Found: The model `nope` does not exist., url: http://h/v1",
            code: .notFound,
            status: 404),
        Row(message: "unexpected status 422 Unprocessable Entity: , url: http://h", code: .invalidRequest, status: 422),
        Row(
            message: "unexpected status 502 Bad Gateway: upstream, url: http://h", code: .server, status: 502,
            isRetryable: true),
        Row(
            message:
                "stream disconnected before completion: unexpected status 503 Service Unavailable: x, url: http://h",
            code: .server, status: 503, isRetryable: true),
        Row(
            message:
                #"{"error": {"message": "The 'nope' model is not supported.", "type": "invalid_request_error", "param": "model", "code": "model_not_found"}}"#,
            code: .invalidRequest, status: 400, serverCode: "model_not_found"),
        Row(
            message:
                #"{"error": {"code": 400, "message": "the request exceeds the available context size", "type": "exceed_context_size_error"}}"#,
            code: .contextLengthExceeded, status: 400, serverCode: "400"),
        Row(
            message:
                #"unexpected status 429 Too Many Requests: {"error":{"message":"Quota.","code":"insufficient_quota"}}, url: http://h"#,
            code: .insufficientQuota, status: 429, serverCode: "insufficient_quota"),
        Row(
            message: "exceeded retry limit, last status: 429 Too Many Requests",
            info: ["responseTooManyFailedAttempts": ["httpStatusCode": 429]], code: .rateLimited, status: 429,
            serverCode: "rate_limit_exceeded", isRetryable: true),
        Row(
            message: "You've hit your usage limit. Upgrade to Pro or try again later.", info: "usageLimitExceeded",
            code: .insufficientQuota, status: 429, serverCode: "insufficient_quota"),
        Row(
            message: "You've hit your usage limit. Try again at 4:26 AM.", info: nil, code: .insufficientQuota,
            status: 429,
            serverCode: "insufficient_quota"),
        Row(
            message: "Quota exceeded. Check your plan and billing details.", info: nil, code: .insufficientQuota,
            status: 429, serverCode: "insufficient_quota"),
        Row(
            message:
                "stream disconnected before completion: Rate limit reached for gpt-x. Please try again in 11.054s.",
            code: .rateLimited, status: 429, serverCode: "rate_limit_exceeded", isRetryable: true),
        Row(
            message: "Codex ran out of room in the model's context window. Start a new thread.",
            info: "contextWindowExceeded", code: .contextLengthExceeded, status: 400,
            serverCode: "context_length_exceeded"),
        Row(
            message: "We're currently experiencing high demand, which may cause temporary errors.",
            info: "internalServerError", code: .server, status: 500, isRetryable: true),
        Row(
            message: "Selected model is at capacity. Please try a different model.", info: "serverOverloaded",
            code: .server, status: 503, isRetryable: true),
        Row(message: "Selected model is at capacity.", info: nil, code: .server, status: 503, isRetryable: true),
        Row(
            message: "stream disconnected before completion: error sending request for url (http://h/v1/responses)",
            code: .connection, isRetryable: true),
        Row(
            message: "stream disconnected before completion: stream closed before response.completed",
            code: .connection,
            isRetryable: true),
        Row(
            message: "stream disconnected before completion: idle timeout waiting for SSE", code: .idleTimeout,
            isRetryable: true),
        Row(message: "Missing environment variable: `NO_SUCH`.", info: nil, code: .authentication, status: 401),
        Row(message: "x", info: "unauthorized", code: .authentication, status: 401),
        Row(message: "x", info: "badRequest", code: .invalidRequest, status: 400),
        Row(message: "x", info: "cyberPolicy", code: .contentFiltered, status: 400),
        Row(
            message: "x", info: ["responseStreamDisconnected": ["httpStatusCode": nil]], code: .connection,
            isRetryable: true),
        Row(
            message: "x", info: ["httpConnectionFailed": ["httpStatusCode": 500]], code: .server, status: 500,
            isRetryable: true),
        Row(
            message: "stream disconnected before completion: Incomplete response returned, reason: content_filter",
            code: .contentFiltered, status: 400),
        Row(message: "Something new.", info: "somethingNew", code: .reportedByServer),
        Row(message: "", info: nil, code: .reportedByServer),
    ]

    @Test(arguments: rows)
    func `A failure is told from its words`(row: Row) {
        let error = CodexFailure(message: row.message, info: row.info).error(redactor: CodexRedactor(secrets: []))
        #expect(error.code == row.code)
        #expect(error.status == row.status)
        #expect(error.serverCode == row.serverCode)
        #expect(error.isRetryable == row.isRetryable)
        #expect(!error.message.isEmpty && !error.message.contains("url: http"))
    }

    @Test func `The provider's own words are the message`() {
        let redactor = CodexRedactor(secrets: ["sk-test-key-0001"])
        let plain = CodexFailure(
            message: "unexpected status 401 Unauthorized: Bad key sk-test-key-0001., url: http://h/v1")
        #expect(plain.error(redactor: redactor).message == "Bad key [redacted].")
        let body = CodexFailure(message: #"{"error":{"message":"Nope.","type":"t","param":"model","code":"c"}}"#)
            .error(redactor: redactor)
        #expect(body.message == "Nope." && body.type == "t" && body.parameter == "model" && body.serverCode == "c")
        #expect(body.bodyText == #"{"error":{"message":"Nope.","type":"t","param":"model","code":"c"}}"#)
        #expect(plain.error(redactor: redactor).body.isEmpty)
        let silent = CodexFailure(message: "unexpected status 422 Unprocessable Entity: , url: http://h")
        #expect(silent.error(redactor: redactor).message == "The provider answered 422 with no explanation.")
    }

    @Test func `An earlier notice has the status where the final error has none`() {
        let failure = CodexFailure(message: "Something went wrong.", info: "other")
        #expect(failure.error(status: 401, redactor: CodexRedactor(secrets: [])).code == .authentication)
        #expect(failure.error(redactor: CodexRedactor(secrets: [])).code == .reportedByServer)
    }

    @Test(arguments: [
        ("Please try again in 11.054s.", Duration.milliseconds(11_054)), ("try again in 150ms", .milliseconds(150)),
        ("try again in 1m30s", .seconds(90)), ("Try again; try again in 2 minutes.", .seconds(120)),
        ("try again in 20s. Visit", .seconds(20)), ("try again in 1h", .seconds(3_600)), ("try again at 4:26 AM.", nil),
        ("try again later", nil), ("try again in a while", nil), ("try again in 999999999999999999999s", nil),
    ])
    func `The wait that a message asks for is read`(message: String, expected: Duration?) {
        #expect(RetryHint.delay(in: message) == expected)
    }

    @Test(arguments: [
        (RPCError(code: -32_001, message: "overloaded"), MartletError.Code.server, 503, true),
        (RPCError(code: -32_600, message: "no rollout found for thread id x"), .notFound, 404, false),
        (RPCError(code: -32_600, message: "Invalid request"), .invalidRequest, 400, false),
        (
            RPCError(
                code: -32_602, message: "Input exceeds the maximum length of 1048576 characters.",
                data: ["input_error_code": "input_too_large"]), .invalidRequest, 400, false
        ), (RPCError(code: -32_603, message: "internal"), .server, 500, true),
    ])
    func `A refused request is an error`(
        rpc: RPCError, code: MartletError.Code, status: Int, isRetryable: Bool
    ) {
        let error = MartletError(rpc, method: "turn/start", redactor: CodexRedactor(secrets: []))
        #expect(error.code == code && error.status == status && error.isRetryable == isRetryable)
        #expect(error.serverCode == rpc.data?["input_error_code"]?.stringValue)
    }
}
