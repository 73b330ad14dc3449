import MartletAPI

/// Makes of the chunks of a chat the output of a response, and the events that tell of it, in the order that OpenAI's
/// clients rely on. No I/O.
///
/// Whatever has a delta was added before; whatever was added is done before the response is completed; events are numbered
/// without a gap.
struct ResponseAssembler: Sendable {
    /// The response as it is.
    private(set) var response: ResponseObject
    let tools: ResponseTools
    private var sequenceNumber: Int
    private var events: [ResponseStreamEvent] = []
    private var output: [ResponseItem] = []
    private var text: OpenText?
    /// White space in front of the answer. It is told with the first word; in front of calls, as many models write it,
    /// never.
    private var held: (text: String, logprobs: [TokenLogprob]) = ("", [])
    private var router = ToolCallRouter()
    private var calls: [OpenCall] = []
    private var finishReason: FinishReason?

    /// What a text is.
    enum TextKind: Sendable {
        case reasoning, answer, refusal
    }

    /// The item of a text that goes on.
    struct OpenText: Sendable {
        let kind: TextKind
        let id: ResponseItemID
        let outputIndex: Int
        var text = ""
        var logprobs: [TokenLogprob] = []
    }

    /// A call that goes on. Its item begins with its arguments: before them, its name may not be complete.
    struct OpenCall: Sendable {
        var arguments = ""
        var item: (id: ResponseItemID, outputIndex: Int, callID: ToolCallID, origin: ResponseTools.Origin)?
    }

    /// - Parameters:
    ///   - response: In progress, or queued.
    ///   - firstNumber: The number of the first event.
    init(_ response: ResponseObject, tools: ResponseTools, firstNumber: Int = 0) {
        self.response = response
        self.response.output = []
        self.tools = tools
        sequenceNumber = firstNumber
    }

    /// The events since the last time.
    mutating func takeEvents() -> [ResponseStreamEvent] {
        defer { events = [] }
        return events
    }

    private mutating func tell(_ event: ResponseStreamEvent) {
        events.append(event.numbered(sequenceNumber))
        sequenceNumber += 1
    }

    // MARK: The response

    /// Says that there is a response.
    mutating func create() {
        tell(.created(.init(response)))
        if response.status == .queued { tell(.queued(.init(response))) }
    }

    /// Says that the model is being asked.
    mutating func begin() {
        response.status = .inProgress
        tell(.inProgress(.init(response)))
    }

    /// Says in the response that no effort holds: the model has no use for one.
    mutating func forgetEffort() { response.reasoning?.effort = nil }

    /// Takes the next piece of the model's answer.
    mutating func add(_ chunk: ChatCompletionChunk) {
        if let usage = chunk.usage { response.usage = ResponseUsage(usage) }
        if response.model?.rawValue.isEmpty ?? true { response.model = chunk.model }
        guard let choice = chunk.choices.first(where: { $0.index == 0 }) else { return }
        if let reasoning = choice.delta.reasoningText { add(reasoning, .reasoning) }
        if let content = choice.delta.content { add(content, .answer, choice.logprobs?.content) }
        if let refusal = choice.delta.refusal { add(refusal, .refusal) }
        if let pieces = choice.delta.toolCalls { add(pieces) }
        if let reason = choice.finishReason { finishReason = reason }
    }

    /// Ends what goes on, and says in ``response`` how it ended. Nobody is told of that yet: see ``end()``.
    ///
    /// - Parameter now: In seconds since 1970.
    mutating func close(now: Int) {
        let isCut = finishReason == .length
        if calls.isEmpty { tellHeld() }
        endText(isCut: isCut && calls.isEmpty)
        for position in calls.indices { endCall(position, isCut: isCut && position == calls.count - 1) }
        if output.isEmpty {
            // An answer of nothing is an answer too.
            beginText(.answer)
            endText(isCut: isCut)
        }
        response.output = output
        switch finishReason {
        case .length?: endIncomplete(.maxOutputTokens)
        case .contentFilter?: endIncomplete(.contentFilter)
        default:
            response.status = .completed
            response.completedAt = now
        }
    }

    private mutating func endIncomplete(_ reason: ResponseIncompleteReason) {
        response.status = .incomplete
        response.incompleteDetails = ResponseIncompleteDetails(reason: reason)
    }

    /// Says how the response ended.
    mutating func end() {
        switch response.status {
        case .completed?: tell(.completed(.init(response)))
        case .incomplete?: tell(.incomplete(.init(response)))
        default: tell(.failed(.init(response)))
        }
    }

    /// Ends the response where it is, with an error. What the model said until then stays, as incomplete.
    mutating func fail(_ error: ResponseError) {
        let told = events
        let number = sequenceNumber
        endText(isCut: true)
        for position in calls.indices where calls[position].item != nil { endCall(position, isCut: true) }
        // That these items were done would not be true.
        events = told
        sequenceNumber = number
        response.output = output
        response.status = .failed
        response.completedAt = nil
        response.incompleteDetails = nil
        response.error = error
    }

    // MARK: Texts

    private mutating func add(_ piece: String, _ kind: TextKind, _ logprobs: [TokenLogprob]? = nil) {
        guard !piece.isEmpty else { return }
        guard kind == .answer, text?.kind != .answer else { return tell(piece, kind, logprobs ?? []) }
        held.text += piece
        held.logprobs += logprobs ?? []
        if !piece.allSatisfy(\.isWhitespace) { tellHeld() }
    }

    private mutating func tellHeld() {
        let (piece, logprobs) = held
        held = ("", [])
        if !piece.isEmpty { tell(piece, .answer, logprobs) }
    }

    private mutating func tell(_ piece: String, _ kind: TextKind, _ logprobs: [TokenLogprob]) {
        if text?.kind != kind {
            endText(isCut: false)
            beginText(kind)
        }
        guard let open = text else { return }
        text?.text += piece
        var event = piece.asPiece(of: open)
        switch kind {
        case .reasoning: tell(.reasoningTextDelta(event))
        case .refusal: tell(.refusalDelta(event))
        case .answer:
            let logprobs = response.topLogprobs == nil ? [] : logprobs
            text?.logprobs += logprobs
            event.logprobs = logprobs
            tell(.outputTextDelta(event))
        }
    }

    private mutating func beginText(_ kind: TextKind) {
        let prefix = kind == .reasoning ? "rs" : "msg"
        let open = OpenText(
            kind: kind, id: ResponseItemID(rawValue: Identifier.make(prefix)), outputIndex: output.count)
        text = open
        let item = open.item(.inProgress, isEmpty: true)
        output.append(item)
        tell(.outputItemAdded(.init(outputIndex: open.outputIndex, item: item)))
        tell(.contentPartAdded(open.change))
    }

    private mutating func endText(isCut: Bool) {
        guard let open = text else { return }
        text = nil
        var whole = open.text.asPiece(of: open)
        switch open.kind {
        case .reasoning: tell(.reasoningTextDone(whole))
        case .refusal: tell(.refusalDone(whole))
        case .answer:
            whole.logprobs = open.logprobs
            tell(.outputTextDone(whole))
        }
        tell(.contentPartDone(open.change))
        let item = open.item(isCut ? .incomplete : .completed)
        output[open.outputIndex] = item
        tell(.outputItemDone(.init(outputIndex: open.outputIndex, item: item)))
    }

    // MARK: Calls

    private mutating func add(_ pieces: [ToolCallDelta]) {
        for piece in pieces {
            let position = router.route(piece, isOneOfSeveral: pieces.count > 1)
            if position == calls.count { calls.append(OpenCall()) }
            guard let arguments = piece.function?.arguments, !arguments.isEmpty else { continue }
            addArguments(arguments, to: position)
        }
    }

    private mutating func beginCall(_ position: Int) {
        endText(isCut: false)
        let origin = tools.origin(of: router.name(of: position))
        let item = (
            id: ResponseItemID(rawValue: Identifier.make(origin.isCustom ? "ctc" : "fc")), outputIndex: output.count,
            callID: router.id(of: position) ?? ToolCallID(rawValue: Identifier.make("call")), origin: origin
        )
        calls[position].item = item
        let begun = calls[position].item(.inProgress, isEmpty: true)
        guard let begun else { return }
        output.append(begun)
        tell(.outputItemAdded(.init(outputIndex: item.outputIndex, item: begun)))
    }

    private mutating func addArguments(_ piece: String, to position: Int) {
        if calls[position].item == nil { beginCall(position) }
        calls[position].arguments += piece
        // The text of a custom tool comes at the end: until then it is in a form of our own.
        guard let item = calls[position].item, !item.origin.isCustom else { return }
        tell(.functionCallArgumentsDelta(.init(itemID: item.id, outputIndex: item.outputIndex, text: piece)))
    }

    private mutating func endCall(_ position: Int, isCut: Bool) {
        if calls[position].item == nil { beginCall(position) }
        // Servers send none for functions that take none.
        if calls[position].arguments.isEmpty, !isCut { addArguments("{}", to: position) }
        guard let (id, outputIndex, _, origin) = calls[position].item,
            let done = calls[position].item(isCut ? .incomplete : .completed)
        else { return }
        if origin.isCustom {
            let whole = ResponseStreamEvent.Piece(itemID: id, outputIndex: outputIndex, text: calls[position].input)
            tell(.customToolCallInputDelta(whole))
            tell(.customToolCallInputDone(whole))
        } else {
            var whole = ResponseStreamEvent.Piece(
                itemID: id, outputIndex: outputIndex, text: calls[position].arguments)
            whole.name = origin.name
            tell(.functionCallArgumentsDone(whole))
        }
        output[outputIndex] = done
        tell(.outputItemDone(.init(outputIndex: outputIndex, item: done)))
    }
}
