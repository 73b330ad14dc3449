/// Puts one choice of a stream together.
struct ChoiceAccumulator: Sendable {
    private var role: ChatRole?
    private var content: String?
    private var refusal: String?
    private var reasoningContent: String?
    private var reasoning: String?
    private var functionCall: ToolCallFunction?
    private var audio: AudioOutput?
    private var logprobs: ChoiceLogprobs?
    private var toolCalls = ToolCallAccumulator()
    private var messageProperties: JSONObject = [:]
    private var choiceProperties: JSONObject = [:]
    private(set) var finishReason: FinishReason?

    var toolCallCount: Int { toolCalls.count }

    mutating func add(_ choice: ChatCompletionChunkChoice) {
        let delta = choice.delta
        role = role ?? delta.role
        Self.append(delta.content, to: &content)
        Self.append(delta.refusal, to: &refusal)
        Self.append(delta.reasoningContent, to: &reasoningContent)
        Self.append(delta.reasoning, to: &reasoning)
        if let pieces = delta.toolCalls { toolCalls.add(pieces) }
        if let piece = delta.functionCall {
            var call = functionCall ?? ToolCallFunction(name: "", arguments: "")
            if let name = piece.name, name != call.name { call.name += name }
            call.arguments += piece.arguments ?? ""
            functionCall = call
        }
        if let piece = delta.audio { add(piece) }
        if let added = choice.logprobs { add(added) }
        messageProperties.merge(delta.additionalProperties)
        choiceProperties.merge(choice.additionalProperties)
        finishReason = choice.finishReason ?? finishReason
    }

    private static func append(_ piece: String?, to text: inout String?) {
        guard let piece else { return }
        if text == nil { text = piece } else { text?.append(piece) }
    }

    private mutating func add(_ piece: AudioOutput) {
        guard var whole = audio else {
            audio = piece
            return
        }
        whole.id = whole.id ?? piece.id
        whole.expiresAt = piece.expiresAt ?? whole.expiresAt
        Self.append(piece.data, to: &whole.data)
        Self.append(piece.transcript, to: &whole.transcript)
        audio = whole
    }

    private mutating func add(_ added: ChoiceLogprobs) {
        var all = logprobs ?? ChoiceLogprobs()
        if let content = added.content { all.content = (all.content ?? []) + content }
        if let refusal = added.refusal { all.refusal = (all.refusal ?? []) + refusal }
        all.additionalProperties.merge(added.additionalProperties)
        logprobs = all
    }

    func choice(index: Int) -> ChatCompletionChoice {
        var message = ChatMessage(role: role ?? .assistant, content: content.map { .text($0) })
        message.refusal = refusal
        message.reasoningContent = reasoningContent
        message.reasoning = reasoning
        message.functionCall = functionCall
        message.audio = audio
        let calls = toolCalls.calls(ofChoice: index)
        message.toolCalls = calls.isEmpty ? nil : calls
        message.additionalProperties = messageProperties
        var choice = ChatCompletionChoice(message: message, index: index, finishReason: finishReason)
        choice.logprobs = logprobs
        choice.additionalProperties = choiceProperties
        return choice
    }
}
