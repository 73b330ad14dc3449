import MartletAPI

/// The request that a response makes of a model.
struct ResponsePrompt {
    let response: ResponseObject
    /// What was said before, and the response's own input.
    let items: [ResponseItem]
    let tools: ResponseTools

    /// - Throws: ``PlatformError`` with 400.
    func request(limits: PlatformLimits) throws(PlatformError) -> ChatCompletionRequest {
        let transcript = try ResponseTranscript(
            instructions: response.instructions?.stringValue, items: items)
        var chat = ChatCompletionRequest(
            model: response.model?.rawValue.isEmpty == false ? response.model : nil, messages: transcript.messages)
        try tools.apply(response.toolChoice, to: &chat)
        if chat.tools != nil, response.parallelToolCalls == false { chat.parallelToolCalls = false }
        chat.temperature = response.temperature
        chat.topP = response.topP
        chat.maxCompletionTokens = response.maxOutputTokens
        chat.reasoningEffort = response.reasoning?.effort
        chat.responseFormat = Self.format(response.text?.format)
        if let count = response.topLogprobs {
            chat.logprobs = true
            chat.topLogprobs = count > 0 ? count : nil
        }
        do {
            try ChatRequestValidator(limits: limits).validate(chat)
        } catch {
            throw error.ofResponse
        }
        return chat
    }

    private static func format(_ format: ResponseTextFormat?) -> ResponseFormat? {
        switch format {
        case nil, .text?, .unknown?: nil
        case .jsonObject?: .jsonObject
        case .jsonSchema(let name, let schema, let description, let strict)?:
            .jsonSchema(name: name, schema: schema, description: description, strict: strict)
        }
    }
}
