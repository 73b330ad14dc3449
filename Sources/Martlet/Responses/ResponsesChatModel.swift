public import MartletAPI

/// A model that answers chats through the Responses API, for platforms and models that have nothing else.
///
/// ```swift
/// let agent: some ChatModel = client.responses.chatModel
/// ```
///
/// Nothing is kept by the platform unless the request's `store` says so; every request repeats the conversation. Reasoning
/// between tags in the text is taken out of it, as in chat completions.
public struct ResponsesChatModel: ChatModel, Sendable {
    let responses: ResponsesResource
    /// Whether the reasoning of earlier answers is sent back. Default false: OpenAI takes back only what it made itself.
    /// Servers of open models (llama.cpp, vLLM) take it.
    public var includesReasoning = false
    /// Whether parameters that OpenAI's Responses API does not have (`stop`, `seed`, `n`, penalties, …) are sent all the
    /// same, for servers that take them. Default false: a request with such a parameter is refused.
    public var sendsUnsupportedParameters = false
    /// What holds for the calls.
    public var options: RequestOptions?

    /// Answers as a whole.
    ///
    /// - Throws: As ``ResponsesResource/create(_:options:)``; ``MartletError/Code/invalidArgument`` for a parameter that
    ///   this API does not have.
    public func complete(_ request: ChatCompletionRequest) async throws -> ChatCompletion {
        var completion = ChatCompletion(try await responses.create(translate(request), options: options))
        if responses.client.splitsReasoning(responses.client.merged(options)) { completion.splitReasoning() }
        return completion
    }

    /// Answers piece by piece. Ends as a ``ResponseStream`` does.
    ///
    /// - Throws: As ``complete(_:)``.
    public func stream(_ request: ChatCompletionRequest) async throws -> ResponseChatStream {
        let includesUsage = request.streamOptions?.includeUsage == true
        var translated = try translate(request)
        translated.streamOptions = nil
        let stream = try await responses.stream(translated, options: options)
        return ResponseChatStream(
            stream, includesUsage: includesUsage,
            splitsReasoning: responses.client.splitsReasoning(responses.client.merged(options)))
    }

    private func translate(_ chat: ChatCompletionRequest) throws(MartletError) -> ResponseRequest {
        var request = ResponseRequest(chat, includesReasoning: includesReasoning)
        if (chat.tools ?? []).count != (request.tools ?? []).count {
            throw MartletError(
                .invalidArgument, "Only tools that are functions can be sent over the Responses API.")
        }
        let unsupported = ResponseRequest.unsupportedParameters(of: chat)
        guard !unsupported.isEmpty else { return request }
        guard sendsUnsupportedParameters else {
            let names = unsupported.map { "'\($0)'" }.joined(separator: ", ")
            throw MartletError(
                .invalidArgument,
                "The Responses API has no \(names). Leave it out, or set sendsUnsupportedParameters for a server that "
                    + "takes it.")
        }
        let members: JSONValue?
        do throws(JSONError) {
            members = try JSONValue(json: chat.jsonBytes())
        } catch {
            throw MartletError(.invalidArgument, "The request cannot be written: \(error).", cause: error)
        }
        for name in unsupported { request.additionalProperties[name] = members?[name] }
        return request
    }
}

extension ResponsesResource {
    /// A model that answers chats through the Responses API.
    public var chatModel: ResponsesChatModel { ResponsesChatModel(responses: self) }
}
