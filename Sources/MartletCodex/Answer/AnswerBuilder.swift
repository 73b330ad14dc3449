import MartletAPI

/// Makes an answer, and the chunks of it, of the messages, the reasoning and the tool calls of one turn.
///
/// The contents of the chunks, put together, are ``TurnOutcome/text``. Chunks are never empty, but for the first, which
/// has the role and comes right before something else does, and the last, which has the finish reason.
struct AnswerBuilder: Sendable {
    let settings: TurnSettings
    var chunk: ChunkTemplate
    /// The answer so far. The finish reason, the ids and the usage are set at the end.
    var outcome = TurnOutcome()
    /// Why nothing more is taken: a stop sequence was met, or the limit reached.
    private(set) var cut: FinishReason?
    /// Whether something of the answer was handed out.
    private(set) var hasDelivered = false
    /// Whether the answer is longer than ``TurnSettings/textBytes``.
    private(set) var isTooLong = false

    private var events: [CodexEvent] = []
    private var scanner: StopScanner
    private var meter: TokenMeter
    private var byteCount = 0
    /// The current message, and the one before it when its text is held back.
    private var message: AnswerMessage?
    private var held: AnswerMessage?
    /// Late news of a message must not begin it again.
    private var endedMessages: Set<String> = []
    /// Whether the model says of its messages what they are.
    private var hasPhases = false
    /// The stretch of reasoning that has not ended.
    var reasoning: ReasoningItem?
    /// Whether something is part of the answer, if only as what the scanner holds back.
    private var hasText = false
    /// What the current call of the model has brought.
    var call = ModelCall()
    /// What is left of an attempt that broke off, while the next one repeats it.
    private var replay: Replay?
    var reasoningReplay: Replay?

    init(settings: TurnSettings, chunk: ChunkTemplate) {
        self.settings = settings
        self.chunk = chunk
        scanner = StopScanner(settings.stop)
        meter = TokenMeter(limit: settings.maxTokens)
    }

    /// Whether a message waits that may be the last.
    var hasHeldText: Bool { held != nil || message.map { !$0.isHandedOut && !$0.text.isEmpty } ?? false }

    /// What is to be handed out since the last time.
    mutating func takeEvents() -> [CodexEvent] {
        defer { events = [] }
        return events
    }

    // MARK: Messages

    mutating func messageBegan(id: String, phase: CodexMessagePhase?) {
        if message?.id == id { return }
        endMessage()
        if phase != nil {
            // A model that marks what is no part of the answer: then everything else is.
            hasPhases = true
            releaseHeld()
        }
        message = AnswerMessage(id: id, phase: phase)
    }

    mutating func messageGrew(id: String, by text: String) {
        guard !text.isEmpty, !endedMessages.contains(id) else { return }
        messageBegan(id: id, phase: nil)
        message?.text += text
        handOut(text)
    }

    /// The whole text of a message. What its pieces lacked is added.
    mutating func messageEnded(id: String, text: String, phase: CodexMessagePhase?) {
        guard !endedMessages.contains(id) else { return }
        messageBegan(id: id, phase: phase)
        if let phase, message?.phase == nil {
            hasPhases = true
            message?.phase = phase
        }
        let known = message?.isHandedOut == true ? message?.text ?? "" : ""
        message?.text = text
        if text.utf8.starts(with: known.utf8) {
            handOut(String(decoding: text.utf8.dropFirst(known.utf8.count), as: UTF8.self))
        } else {
            warn("Codex changed a message after it had been streamed; the text that was streamed is kept.")
        }
        endMessage()
    }

    private var isCommentary: Bool { message?.phase == .commentary }
    private var isHeldBack: Bool { settings.messages == .last && !hasPhases }

    private mutating func handOut(_ text: String) {
        guard !text.isEmpty, !isCommentary, !isHeldBack else { return }
        if message?.isHandedOut == false {
            message?.isHandedOut = true
            separate()
        }
        push(text)
    }

    private mutating func separate() {
        let isReplaying = replay.map { !$0.hasBegun } ?? false
        if isReplaying ? call.followsText : hasText { push("\n\n") }
    }

    private mutating func endMessage() {
        guard let ended = message else { return }
        message = nil
        endedMessages.insert(ended.id)
        if ended.phase == .commentary {
            if !ended.text.isEmpty { add(.message(ended.text, phase: ended.phase)) }
        } else if !ended.isHandedOut, !ended.text.isEmpty {
            // The one before is not the last, and so no part of the answer.
            dropHeld()
            held = ended
        }
    }

    /// The held message is no part of the answer.
    private mutating func dropHeld() {
        guard let dropped = held else { return }
        held = nil
        add(.message(dropped.text, phase: dropped.phase))
    }

    /// The held message is part of the answer.
    private mutating func releaseHeld() {
        guard let released = held else { return }
        held = nil
        separate()
        push(released.text)
    }

    // MARK: Attempts

    /// A call of the model has ended: what it brought will not come again.
    mutating func modelCallEnded() {
        call = ModelCall()
        call.followsText = hasText
        call.followsReasoning = outcome.reasoning != nil
        replay = nil
        reasoningReplay = nil
    }

    /// Codex makes the current call of the model again. What the new attempt repeats is not handed out twice.
    mutating func attemptBroke() {
        if let open = message { endedMessages.insert(open.id) }
        message = nil
        reasoning = nil
        replay = call.text.isEmpty ? nil : Replay(of: call.text)
        reasoningReplay = call.reasoning.isEmpty ? nil : Replay(of: call.reasoning)
    }

    // MARK: Tool calls

    mutating func called(_ call: ToolCall) {
        guard cut == nil else { return }
        var delta = ChatCompletionDelta()
        var piece = ToolCallDelta()
        piece.index = outcome.toolCalls.count
        piece.id = call.id
        piece.type = call.type
        piece.function = ToolCallFunctionDelta()
        piece.function?.name = call.function.name
        piece.function?.arguments = call.function.arguments
        delta.toolCalls = [piece]
        outcome.toolCalls.append(call)
        emit(delta)
    }

    // MARK: What happens beside the answer

    mutating func add(_ activity: CodexActivity) {
        events.append(.activity(activity, choice: chunk.index))
        outcome.keep(activity, limit: settings.keptActivities)
    }

    mutating func warn(_ text: String) {
        add(.warning(settings.redactor.redact(text)))
    }

    // MARK: The end

    /// Ends the answer with a reason, and hands out what was held back. A cut has the last word.
    mutating func finish(_ reason: FinishReason) {
        endMessage()
        releaseHeld()
        if cut == nil { emitText(scanner.finish()) }
        let reason = cut ?? reason
        if reason == .stop, cut == nil, outcome.text.isEmpty { warn("The model's answer is empty.") }
        outcome.finishReason = reason
        outcome.model = chunk.model
        if !hasDelivered { emitRole() }
        events.append(.chunk(chunk.chunk(ChatCompletionDelta(), finishReason: reason)))
    }

    /// Ends the answer in the middle: what was held back is text all the same, but nobody gets it as a chunk.
    mutating func breakOff() {
        endMessage()
        let text = held?.text
        held = nil
        if let text { outcome.text += outcome.text.isEmpty ? text : "\n\n" + text }
        if cut == nil { outcome.text += scanner.finish() }
        outcome.model = chunk.model
    }

    // MARK: Chunks

    private mutating func push(_ text: String) {
        guard cut == nil else { return }
        var text = text
        if var current = replay {
            switch current.add(text) {
            case .repeated:
                replay = current
                return
            case .more(let rest): text = rest
            case .different(let all):
                text = call.followsText ? all : "\n\n" + all
                // A third attempt is held against this one.
                call.text = ""
                call.followsText = true
                warn("Codex made a call of the model again, and the new answer differs from what had been streamed.")
            }
            replay = nil
        }
        guard count(text) else { return }
        call.text += text
        hasText = true
        let metered = meter.add(text)
        let scanned = scanner.add(metered.text)
        emitText(scanned.text)
        if scanned.isStopped {
            cut = .stop
        } else if metered.isCut {
            emitText(scanner.finish())
            cut = .length
        }
    }

    private mutating func emitText(_ text: String) {
        guard !text.isEmpty else { return }
        outcome.text += text
        emit(ChatCompletionDelta(content: text))
    }

    mutating func emit(_ delta: ChatCompletionDelta) {
        if !hasDelivered { emitRole() }
        events.append(.chunk(chunk.chunk(delta)))
    }

    private mutating func emitRole() {
        hasDelivered = true
        events.append(.chunk(chunk.chunk(ChatCompletionDelta(role: .assistant, content: ""))))
    }

    mutating func count(_ text: String) -> Bool {
        byteCount += text.utf8.count
        if byteCount > settings.textBytes { isTooLong = true }
        return !isTooLong
    }
}
