/// Puts one choice of a stream together.
struct ChoiceAccumulator: Sendable {
    /// The choice's position among the request's choices.
    let index: Int
    private(set) var toolCalls = ToolCallAccumulator()
    private(set) var finishReason: FinishReason?
    private var role: ChatRole?
    /// Parts of other kinds than text, and the text before them; `content` is the text after them.
    private var parts: [ContentPart] = []
    private var content: String?
    private var refusal: String?
    private var reasoningContent: String?
    private var reasoning: String?
    private var functionCall: ToolCallFunction?
    private var audio: AudioOutput?
    private var logprobs: ChoiceLogprobs?
    private var messageProperties: JSONObject = [:]
    private var choiceProperties: JSONObject = [:]

    init(index: Int) {
        self.index = index
    }

    /// How many bytes adding a piece makes the choice larger: of text exactly, of the rest roughly and rather too many.
    func byteCount(adding choice: ChatCompletionChunkChoice) -> Int {
        var count = choice.delta.byteCount + (choice.logprobs?.roughSize ?? 0)
        for (key, value) in choice.delta.additionalProperties where !Self.deltaFields.contains(key) || key == "content"
        {
            count += value.arrayValue == nil ? messageProperties.roughGrowth(setting: key, to: value) : value.roughSize
        }
        for (key, value) in choice.additionalProperties where !Self.choiceFields.contains(key) {
            count += choiceProperties.roughGrowth(setting: key, to: value)
        }
        return count
    }

    mutating func add(_ choice: ChatCompletionChunkChoice) {
        add(choice.delta)
        if let added = choice.logprobs { add(added) }
        for (key, value) in choice.additionalProperties where !Self.choiceFields.contains(key) {
            choiceProperties[key] = value
        }
        if let reason = choice.finishReason { finishReason = reason }
    }

    private mutating func add(_ delta: ChatCompletionDelta) {
        if role == nil, let role = delta.role, !role.rawValue.isEmpty { self.role = role }
        if let parts = delta.additionalProperties["content"]?.arrayValue {
            for part in parts { add(ContentPart(part)) }
        } else {
            Self.append(delta.content, to: &content)
        }
        Self.append(delta.refusal, to: &refusal)
        Self.append(delta.reasoningContent, to: &reasoningContent)
        Self.append(delta.reasoning, to: &reasoning)
        if let pieces = delta.toolCalls { toolCalls.add(pieces) }
        if let piece = delta.functionCall {
            if functionCall == nil { functionCall = ToolCallFunction(name: "", arguments: "") }
            if let name = piece.name, name != functionCall?.name { functionCall?.name += name }
            if let arguments = piece.arguments { functionCall?.arguments += arguments }
            functionCall?.additionalProperties.merge(piece.additionalProperties)
        }
        if let piece = delta.audio { add(piece) }
        for (key, value) in delta.additionalProperties where !Self.deltaFields.contains(key) {
            // An array in a delta (OpenRouter's `reasoning_details`, `annotations`) brings the elements that are new.
            if case .array(let elements) = value {
                messageProperties.append(elements, toArray: key)
            } else {
                messageProperties[key] = value
            }
        }
    }

    /// The fields of a delta and of a choice, which can be among the additional properties when their type was wrong.
    private static let deltaFields: Set = [
        "role", "content", "refusal", "reasoning_content", "reasoning", "tool_calls", "function_call", "audio",
    ]
    private static let choiceFields: Set = [
        "index", "delta", "message", "finish_reason", "logprobs", "reasoning_content",
    ]

    private static func append(_ piece: String?, to text: inout String?) {
        guard let piece else { return }
        if text == nil { text = piece } else { text?.append(piece) }
    }

    private mutating func add(_ part: ContentPart) {
        if case .text(let text) = part {
            Self.append(text, to: &content)
        } else {
            if let content, !content.isEmpty { parts.append(.text(content)) }
            content = nil
            parts.append(part)
        }
    }

    private mutating func add(_ piece: AudioOutput) {
        if audio == nil {
            audio = piece
            return
        }
        if audio?.id == nil { audio?.id = piece.id }
        if let expiresAt = piece.expiresAt { audio?.expiresAt = expiresAt }
        if let data = piece.data, audio?.data?.append(data) == nil { audio?.data = data }
        if let transcript = piece.transcript, audio?.transcript?.append(transcript) == nil {
            audio?.transcript = transcript
        }
        audio?.additionalProperties.merge(piece.additionalProperties)
    }

    private mutating func add(_ added: ChoiceLogprobs) {
        if logprobs == nil {
            logprobs = added
            return
        }
        if let content = added.content, logprobs?.content?.append(contentsOf: content) == nil {
            logprobs?.content = content
        }
        if let refusal = added.refusal, logprobs?.refusal?.append(contentsOf: refusal) == nil {
            logprobs?.refusal = refusal
        }
        logprobs?.additionalProperties.merge(added.additionalProperties)
    }

    /// The choice as far as it has come.
    var choice: ChatCompletionChoice {
        var message = ChatMessage(role: role ?? .assistant, content: content.map { .text($0) })
        if !parts.isEmpty {
            message.content = .parts(parts + (content.map { $0.isEmpty ? [] : [.text($0)] } ?? []))
        }
        message.refusal = refusal
        message.reasoningContent = reasoningContent
        message.reasoning = reasoning
        message.functionCall = functionCall
        if functionCall?.arguments.utf8.allSatisfy(\.isJSONWhitespace) == true {
            message.functionCall?.arguments = "{}"
        }
        message.audio = audio
        let calls = toolCalls.calls(ofChoice: index)
        message.toolCalls = calls.isEmpty ? nil : calls
        message.additionalProperties = messageProperties
        if let annotations = messageProperties["annotations"]?.arrayValue {
            message.annotations = annotations
            message.additionalProperties["annotations"] = nil
        }
        var choice = ChatCompletionChoice(message: message, index: index, finishReason: finishReason)
        choice.logprobs = logprobs
        choice.additionalProperties = choiceProperties
        return choice
    }
}
