import HTTPTypes
public import MartletAPI
import NIOCore

/// Answers to conversations: `POST /chat/completions`.
public struct ChatCompletionsResource: ChatModel, Sendable {
    let client: MartletClient

    /// Asks for an answer and waits for all of it.
    ///
    /// - Parameters:
    ///   - request: The conversation and the parameters. Its `stream` is ignored.
    ///   - options: What holds for this call only.
    /// - Throws: ``MartletError``; `CancellationError`. A refusal, an answer that is cut off by `max_tokens`, and a tool
    ///   call are answers and no errors: see `finishReason`.
    public func create(
        _ request: ChatCompletionRequest, options: RequestOptions? = nil
    ) async throws -> ChatCompletion {
        try await createWithResponse(request, options: options).value
    }

    /// ``create(_:options:)`` with the answer as it came: status, headers, attempts and bytes.
    public func createWithResponse(
        _ request: ChatCompletionRequest, options: RequestOptions? = nil
    ) async throws -> APIResponse<ChatCompletion> {
        let call = try call(request, streamed: false)
        let options = client.merged(options)
        let splitsReasoning = options.splitsReasoning ?? client.platform.quirks.splitsReasoning
        return try await client.core.perform(call, options: options) { (body) throws(JSONError) in
            var completion = try ChatCompletion(json: body.readableBytesView)
            if splitsReasoning { completion.splitReasoning() }
            return completion
        } check: { (response, redactor) throws(MartletError) in
            try check(response, redactor)
        }
    }

    /// Asks for an answer and delivers it as it comes.
    ///
    /// Returns when the server has begun to answer with a good status; an error before that is thrown here, with the
    /// server's body.
    ///
    /// - Throws: ``MartletError``; `CancellationError`.
    public func stream(_ request: ChatCompletionRequest) async throws -> ChatCompletionStream {
        try await stream(request, options: nil)
    }

    /// ``stream(_:)`` with options for this call only.
    public func stream(
        _ request: ChatCompletionRequest, options: RequestOptions?
    ) async throws -> ChatCompletionStream {
        ChatCompletionStream(
            try await client.core.stream(call(request, streamed: true), options: client.merged(options)))
    }

    /// ``create(_:options:)`` with the client's options.
    public func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion {
        try await create(request)
    }

    private func call(_ request: ChatCompletionRequest, streamed: Bool) throws(MartletError) -> Call {
        var request = request
        let quirks = client.platform.quirks
        request.stream = streamed ? true : (quirks.sendsStreamFalse ? false : nil)
        if !streamed { request.streamOptions = nil }
        if quirks.needsThinkingOffWithoutStream, !streamed, request.enableThinking == nil {
            request.enableThinking = false
        }
        var call = Call(
            operation: "chat", method: .post, endpoint: .chatCompletions, body: try client.encode(request),
            accept: streamed ? .eventStream : .json, model: request.model?.rawValue)
        if client.core.configuration.tracesContent { call.messages = request.messages }
        return call
    }

    /// A 200 may carry an error all the same, and a body without choices is no completion.
    private func check(_ response: APIResponse<ChatCompletion>, _ redactor: Redactor) throws(MartletError) {
        let completion = response.value
        try client.core.checkError(completion.additionalProperties, of: response, redactor)
        guard !completion.choices.isEmpty || completion.id != nil else {
            throw client.core.missing("choices", in: response, redactor)
        }
    }
}
