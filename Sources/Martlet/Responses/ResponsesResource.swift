import HTTPTypes
public import MartletAPI
import NIOCore

/// Responses: `/responses`, OpenAI's newer API for models.
///
/// Its answers are lists of items (messages, reasoning, calls of tools), and a platform may keep them, so that a request
/// names the response that it continues instead of repeating the conversation.
public struct ResponsesResource: Sendable {
    let client: MartletClient

    /// Asks for a response and waits for all of it.
    ///
    /// - Parameters:
    ///   - request: What the model gets, and the parameters. Its `stream` is ignored.
    ///   - options: What holds for this call only.
    /// - Returns: The response. One in the background has just begun; see ``wait(for:polling:options:)``.
    /// - Throws: ``MartletError``, also for a response that failed, which is then in ``MartletError/response``;
    ///   `CancellationError`. A refusal, a response that is incomplete because of `max_output_tokens`, and calls of tools
    ///   are answers and no errors: see `status`.
    public func create(_ request: ResponseRequest, options: RequestOptions? = nil) async throws -> ResponseObject {
        try await createWithResponse(request, options: options).value
    }

    /// ``create(_:options:)`` with the answer as it came: status, headers, attempts and bytes.
    public func createWithResponse(
        _ request: ResponseRequest, options: RequestOptions? = nil
    ) async throws -> APIResponse<ResponseObject> {
        let answer = try await response(
            to: try call(request, streamed: false), options: client.merged(options))
        if answer.value.status == .failed || answer.value.status == .cancelled {
            throw failure(of: answer.value, options, metadata: answer.metadata)
        }
        return answer
    }

    /// Asks for a response and delivers it as it comes.
    ///
    /// Returns when the server has begun to answer with a good status; an error before that is thrown here, with the
    /// server's body.
    ///
    /// - Throws: ``MartletError``; `CancellationError`.
    public func stream(_ request: ResponseRequest, options: RequestOptions? = nil) async throws -> ResponseStream {
        ResponseStream(
            try await client.core.stream(call(request, streamed: true), options: client.merged(options)))
    }

    private func call(_ request: ResponseRequest, streamed: Bool) throws(MartletError) -> Call {
        var request = request
        request.stream = streamed ? true : (client.platform.quirks.sendsStreamFalse ? false : nil)
        if !streamed { request.streamOptions = nil }
        // The conventions for traces know no operation but this for a model that answers.
        var call = Call(
            operation: "chat", method: .post, endpoint: .responses, body: try client.encode(request),
            accept: streamed ? .eventStream : .json, model: request.model?.rawValue)
        if client.core.configuration.tracesContent {
            call.messages = (try? ChatCompletionRequest(request))?.messages ?? []
        }
        return call
    }

    /// Makes a call whose answer is a response, in whatever state.
    func response(to call: Call, options: RequestOptions) async throws -> APIResponse<ResponseObject> {
        try await client.core.perform(call, options: options) { (body) throws(JSONError) in
            try Self.decode(body)
        } check: { (answer, redactor) throws(MartletError) in
            let response = answer.value
            guard response.id.rawValue.isEmpty else { return }
            // A 200 may carry an error all the same, and a body without an id and an output is no response.
            if response.error != nil, response.output.isEmpty {
                var properties: JSONObject = [:]
                properties["error"] = true
                try client.core.checkError(properties, of: answer, redactor)
            }
            try client.core.checkError(response.additionalProperties, of: answer, redactor)
            guard !response.output.isEmpty else { throw client.core.missing("an id", in: answer, redactor) }
        }
    }

    private static func decode(_ body: ByteBuffer) throws(JSONError) -> ResponseObject {
        do throws(JSONError) {
            return try ResponseObject(json: body.readableBytesView)
        } catch {
            guard error.code == .missingField, case .object(let object) = try JSONValue(json: body.readableBytesView),
                object["error"]?.saysSomething == true
            else { throw error }
            var response = ResponseObject(id: "")
            response.additionalProperties = object
            return response
        }
    }

    func failure(
        of response: ResponseObject, _ options: RequestOptions?, metadata: ResponseMetadata? = nil
    ) -> MartletError {
        let redactor = client.core.redactor(for: client.merged(options))
        var error = MartletError.failure(of: response, redactor: redactor)
        if let metadata {
            error.attempts = metadata.attempts
            error.headers = redactor.redact(metadata.headers)
        }
        return error
    }
}

extension MartletClient {
    /// Responses: OpenAI's newer API for models.
    public var responses: ResponsesResource { ResponsesResource(client: self) }
}
