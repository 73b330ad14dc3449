import Martlet
import MartletAPI
import Testing

@testable import MartletAgent

struct ErrorContextTests {
    private let context = ErrorContext(runtime: RuntimeConfig(), url: "http://h/chat/completions", model: "m")

    private func failure(
        _ code: MartletError.Code, _ message: String = "The server's words.", status: Int? = nil,
        body: String = ""
    ) -> MartletError {
        var error = MartletError(code, message)
        error.status = status
        error.body = Array(body.utf8)
        return error
    }

    private func connectionError(_ error: MartletError) -> APIConnectionError? {
        context.error(for: error) as? APIConnectionError
    }

    @Test(arguments: [
        (MartletError.Code.authentication, 401), (.permissionDenied, 403), (.rateLimited, 429), (.server, 503),
        (.invalidRequest, 400), (.redirect, 302), (.insufficientQuota, 429), (.conflict, 409),
    ])
    func `An error status is a connection error with the status`(code: MartletError.Code, status: Int) throws {
        let error = try #require(connectionError(failure(code, status: status, body: "said")))
        #expect(error.statusCode == status)
        #expect(error.details["url"] == "http://h/chat/completions")
        #expect(error.response == "said")
        #expect((error.cause as? MartletError)?.code == code)
    }

    @Test(arguments: [
        MartletError.Code.connection, .connectTimeout, .attemptTimeout, .idleTimeout, .truncated, .shutDown,
        .deadlineExceeded,
    ])
    func `No answer is a connection error without a status`(code: MartletError.Code) throws {
        let error = try #require(connectionError(failure(code)))
        #expect(error.statusCode == nil)
        #expect(error.message == "The server's words.")
    }

    @Test func `404 and model_not_found are a missing model`() throws {
        let missing = try #require(
            context.error(for: failure(.notFound, "no such model", status: 404, body: "{}")) as? ModelNotFoundError)
        #expect(missing.requestedModel == "m" && missing.statusCode == 404)
        #expect(missing.message == "The model 'm' was not found: no such model")

        // A page of some web server's is no word about models.
        let page = context.error(for: failure(.notFound, "nginx", status: 404, body: "<html>"))
        #expect(
            (page as? ModelNotFoundError)?.message
                == "The model 'm' was not found, or the base URL is wrong: nginx")

        var coded = failure(.invalidRequest, status: 400)
        coded.serverCode = "model_not_found"
        #expect(context.error(for: coded) is ModelNotFoundError)
    }

    @Test(arguments: [
        (
            "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens "
                + "(8000 in the messages, 1000 in the completion).", "", 9_000, 8_192
        ),
        (
            "This model's maximum context length is 4,096 tokens. However, your messages resulted in 5,000 tokens.", "",
            5_000, 4_096
        ),
        ("prompt is too long: 210000 tokens > 200000 maximum", "", 210_000, 200_000),
        (
            "the request exceeds the available context size",
            #"{"error":{"message":"x","n_prompt_tokens":5000,"n_ctx":4096}}"#, 5_000, 4_096
        ),
    ])
    func `A context that is too long is a token limit with its numbers`(
        message: String, body: String, used: Int, maximum: Int
    ) throws {
        for code in [MartletError.Code.contextLengthExceeded, .invalidRequest] {
            let error = failure(code, message, status: 400, body: body)
            let limit = try #require(context.error(for: error) as? TokenLimitError, "\(code)")
            #expect(limit.usedTokens == used)
            #expect(limit.maxTokens == maximum)
            #expect(limit.statusCode == 400)
        }
    }

    @Test func `A context that is too long without numbers is a token limit all the same`() throws {
        let error = failure(.contextLengthExceeded, "Too long.", status: 400)
        let limit = try #require(context.error(for: error) as? TokenLimitError)
        #expect(limit.usedTokens == nil && limit.maxTokens == nil)
        #expect(limit.details == ["url": "http://h/chat/completions", "status_code": "400"])
    }

    @Test func `What is no answer is a response error with what came`() throws {
        for code in [MartletError.Code.decoding, .reportedByServer, .responseTooLarge] {
            let error = context.error(for: failure(code, status: 200, body: "<html>"))
            #expect((error as? APIResponseError)?.response == "<html>", "\(code)")
        }
        // Inside a stream an error has no status, whatever its code.
        let inStream = failure(.rateLimited, body: #"{"error":{"message":"slow down"}}"#)
        #expect(context.error(for: inStream) is APIResponseError)
    }

    @Test func `What is at fault here is a configuration error`() {
        #expect(context.error(for: failure(.invalidConfiguration)) is ConfigurationError)
        #expect(context.error(for: failure(.invalidArgument)) is ConfigurationError)
    }

    @Test func `Cancellation and errors of the agent stay what they are`() {
        #expect(context.error(for: CancellationError()) is CancellationError)
        let tool = ToolExecutionError("m", tool: "t", error: "e")
        #expect((context.error(for: tool) as? ToolExecutionError)?.tool == "t")
    }

    @Test func `Media and tools bring their own facts`() throws {
        let media = MediaError(.notFound, "There is none.", kind: .video, path: "/v.mp4")
        let processing = try #require(context.error(for: media) as? MediaProcessingError)
        #expect(processing.details == ["file_path": "/v.mp4", "media_type": "video"])
        let tool = ToolError(code: .failed, message: "It broke.", tool: "t")
        #expect((context.error(for: tool) as? ToolExecutionError)?.error == "It broke.")
    }

    @Test func `No foreign error gets out`() {
        struct Foreign: Error {}
        #expect(context.error(for: Foreign()) is APIConnectionError)
        #expect(context.error(for: JSONError(code: .syntax, message: "x")) is APIResponseError)
        #expect(context.error(for: AccumulatorError(limit: "choices", value: 1)) is APIResponseError)
    }

    @Test func `What a server said is cut as the configuration says`() throws {
        let error = failure(
            .server, String(repeating: "m", count: 900), status: 500, body: String(repeating: "x", count: 900))
        let cut = try #require(connectionError(error))
        #expect(cut.response?.count == 500 && cut.message.count == 500)

        let whole = ErrorContext(runtime: RuntimeConfig { $0.truncateLongErrors = false })
        #expect((whole.error(for: error) as? APIConnectionError)?.response?.count == 900)
        let none = ErrorContext(runtime: RuntimeConfig { $0.maxErrorLength = -1 })
        #expect((none.error(for: error) as? APIConnectionError)?.response == nil)
    }
}
