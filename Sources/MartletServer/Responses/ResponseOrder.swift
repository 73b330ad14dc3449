import MartletAPI

/// A response that is to be answered: checked, and with everything that the model is to be asked.
struct ResponseOrder: Sendable {
    /// As it begins.
    var response: StoredResponse
    /// Its own input, each item with an id.
    let input: [ResponseItem]
    let tools: ResponseTools
    /// What the model is asked.
    var chat: ChatCompletionRequest
    let isStreamed: Bool
    /// What of the request has no effect: `tools[5] (web_search)`.
    var ignored: [String]

    /// Whether it is kept.
    var isStored: Bool { response.object.store == true }
}

extension ResponseObject {
    /// A response that nobody has asked the model for yet.
    ///
    /// - Parameters:
    ///   - model: The model that will be asked.
    ///   - tools: Those that the model is given.
    init(_ request: ResponseRequest, model: ModelID, tools: [ResponseTool], isStored: Bool, now: Int) {
        let isInBackground = request.background == true
        self.init(
            id: ResponseID(rawValue: Identifier.make("resp")), createdAt: now,
            status: isInBackground ? .queued : .inProgress, model: model)
        background = isInBackground
        instructions = request.instructions.map { .string($0) }
        maxOutputTokens = request.maxOutputTokens
        maxToolCalls = request.maxToolCalls
        metadata = request.metadata ?? [:]
        parallelToolCalls = request.parallelToolCalls ?? true
        previousResponseID = request.previousResponseID
        promptCacheKey = request.promptCacheKey
        promptCacheRetention = request.promptCacheRetention
        reasoning = request.reasoning ?? ResponseReasoning()
        safetyIdentifier = request.safetyIdentifier
        serviceTier = .standard
        store = isStored
        temperature = request.temperature
        text = request.text ?? ResponseTextOptions()
        text?.format = request.text?.format ?? .text
        toolChoice = request.toolChoice ?? .auto
        self.tools = tools
        let wantsLogprobs = request.include?.contains(.outputTextLogprobs) ?? false
        topLogprobs = request.topLogprobs ?? (wantsLogprobs ? 0 : nil)
        topP = request.topP
        // Nothing is ever left out of a conversation in silence.
        truncation = .disabled
        user = request.user
    }
}
