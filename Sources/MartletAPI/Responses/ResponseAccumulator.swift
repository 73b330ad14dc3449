/// Puts the events of a stream together to the response that would have been the answer without streaming.
///
/// Its memory is bounded whatever a server sends. Client and server share it. Servers number their items carelessly or not
/// at all; an event is routed by its item's place, by its item's id, or to the item that is being written.
public struct ResponseAccumulator: Sendable {
    /// How much an accumulator takes before it refuses more.
    public struct Limits: Hashable, Sendable {
        /// Items of one response. Default 1,024.
        public var items: Int
        /// Texts of one item: the parts of a message and of reasoning. Default 1,024.
        public var texts: Int
        /// Bytes of all items, roughly. Default 64 MiB.
        public var bytes: Int

        /// Creates limits; each has a default.
        public init(items: Int = 1_024, texts: Int = 1_024, bytes: Int = 64 << 20) {
            self.items = items
            self.texts = texts
            self.bytes = bytes
        }
    }

    private let limits: Limits
    private var template: ResponseObject?
    private var items: [ResponseItemAccumulator] = []
    private var byteCount = 0

    /// Whether the response has ended: it is completed, incomplete or failed. An ``ResponseStreamEvent/error(_:)`` ends a
    /// stream, but not a response.
    public private(set) var isFinished = false
    /// The place of the last event that has one: where a broken stream can be resumed.
    public private(set) var lastSequenceNumber: Int?

    /// An accumulator that has seen nothing.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Adds an event. One of an unknown kind adds nothing.
    ///
    /// - Throws: ``AccumulatorError`` when a limit is exceeded; the event is then not added.
    public mutating func add(_ event: ResponseStreamEvent) throws(AccumulatorError) {
        switch event {
        case .created(let payload), .queued(let payload), .inProgress(let payload): template = payload.response
        case .completed(let payload), .incomplete(let payload), .failed(let payload):
            finish(payload.response, by: event)
        case .outputItemAdded(let payload): try begin(payload)
        case .outputItemDone(let payload): try end(payload)
        case .contentPartAdded(let payload), .contentPartDone(let payload): try set(payload, .content)
        case .reasoningSummaryPartAdded(let payload), .reasoningSummaryPartDone(let payload): try set(payload, .summary)
        case .outputTextDelta(let payload): try append(payload, .content, .outputText(""))
        case .outputTextDone(let payload): try replace(payload, .content, .outputText(""))
        case .refusalDelta(let payload): try append(payload, .content, .refusal(""))
        case .refusalDone(let payload): try replace(payload, .content, .refusal(""))
        case .reasoningTextDelta(let payload): try append(payload, .content, .reasoningText(""))
        case .reasoningTextDone(let payload): try replace(payload, .content, .reasoningText(""))
        case .reasoningSummaryTextDelta(let payload): try append(payload, .summary, .summaryText(""))
        case .reasoningSummaryTextDone(let payload): try replace(payload, .summary, .summaryText(""))
        case .functionCallArgumentsDelta(let payload), .customToolCallInputDelta(let payload):
            try append(payload, .input, nil)
        case .functionCallArgumentsDone(let payload), .customToolCallInputDone(let payload):
            try replace(payload, .input, nil)
        case .outputTextAnnotationAdded(let payload): try add(payload)
        case .error, .unknown: break
        }
        if let number = event.sequenceNumber { lastSequenceNumber = number }
    }

    /// The response as far as it has come; nil when nothing has. Partial when the stream has not ended: its status is then
    /// the last that the server named.
    public var response: ResponseObject? {
        guard template != nil || !items.isEmpty else { return nil }
        var response = template ?? ResponseObject(id: "", status: .inProgress)
        if response.output.isEmpty { response.output = items.map(\.item) }
        return response
    }

    // MARK: Items

    private mutating func finish(_ response: ResponseObject, by event: ResponseStreamEvent) {
        var response = response
        // Some servers send no more than the id and the usage here.
        if response.status?.isTerminal != true {
            switch event {
            case .completed: response.status = .completed
            case .incomplete: response.status = .incomplete
            default: response.status = .failed
            }
        }
        if let template {
            if response.id.rawValue.isEmpty { response.id = template.id }
            response.model = response.model ?? template.model
            response.createdAt = response.createdAt ?? template.createdAt
        }
        if !response.output.isEmpty {
            items = []
            byteCount = 0
        }
        template = response
        isFinished = true
    }

    private mutating func begin(_ payload: ResponseStreamEvent.ItemChange) throws(AccumulatorError) {
        try append(ResponseItemAccumulator(payload.item, outputIndex: payload.outputIndex))
    }

    private mutating func append(_ item: ResponseItemAccumulator) throws(AccumulatorError) {
        guard items.count < limits.items else { throw AccumulatorError(limit: "items", value: limits.items) }
        try count(item.byteCount)
        items.append(item)
    }

    private mutating func end(_ payload: ResponseStreamEvent.ItemChange) throws(AccumulatorError) {
        guard let position = position(ofFinished: payload) else {
            var item = ResponseItemAccumulator(payload.item, outputIndex: payload.outputIndex)
            item.finish(payload.item)
            return try append(item)
        }
        let growth = ResponseItemAccumulator.size(of: payload.item) - items[position].byteCount
        try count(Swift.max(0, growth))
        items[position].finish(payload.item)
    }

    private mutating func set(
        _ payload: ResponseStreamEvent.PartChange, _ place: ResponseItemAccumulator.Place
    ) throws(AccumulatorError) {
        guard let position = position(of: payload.itemID, at: payload.outputIndex) else { return }
        try count(ResponseItemAccumulator.size(of: payload.part))
        guard items[position].set(payload.part, place, at: payload.index, limit: limits.texts) else {
            throw tooManyTexts
        }
    }

    private mutating func append(
        _ payload: ResponseStreamEvent.Piece, _ place: ResponseItemAccumulator.Place, _ empty: ResponseContentPart?
    ) throws(AccumulatorError) {
        let position = try position(ofWritten: payload, empty)
        try count(payload.text.utf8.count)
        guard items[position].append(payload, place, empty, limit: limits.texts) else { throw tooManyTexts }
    }

    private mutating func replace(
        _ payload: ResponseStreamEvent.Piece, _ place: ResponseItemAccumulator.Place, _ empty: ResponseContentPart?
    ) throws(AccumulatorError) {
        let position = try position(ofWritten: payload, empty)
        // The text replaces pieces that are counted already; a server that sent none is counted here.
        try count(Swift.max(0, payload.text.utf8.count - items[position].byteCount))
        guard items[position].replace(payload, place, empty, limit: limits.texts) else { throw tooManyTexts }
    }

    private mutating func add(_ payload: ResponseStreamEvent.AnnotationChange) throws(AccumulatorError) {
        guard let position = position(of: payload.itemID, at: payload.outputIndex) else { return }
        try count(16 + payload.annotation.roughSize)
        items[position].add(payload)
    }

    private mutating func count(_ bytes: Int) throws(AccumulatorError) {
        guard byteCount + bytes <= limits.bytes else { throw AccumulatorError(limit: "bytes", value: limits.bytes) }
        byteCount += bytes
    }

    private var tooManyTexts: AccumulatorError {
        AccumulatorError(limit: "texts of one item", value: limits.texts)
    }

    // MARK: Routing

    /// The item that an event belongs to.
    ///
    /// The id decides where there is one that is known: some servers send 0 for every place. Others give an item another
    /// id in each event, so that then the place decides, and at last the item that is being written.
    private func position(of id: ResponseItemID?, at outputIndex: Int?) -> Int? {
        if let id, let position = items.lastIndex(where: { $0.id == id }) { return position }
        if let outputIndex, let position = items.lastIndex(where: { $0.outputIndex == outputIndex }) { return position }
        return items.lastIndex { !$0.isDone } ?? items.indices.last
    }

    /// The item that a piece of text belongs to; a new one when a server has not announced it.
    private mutating func position(
        ofWritten payload: ResponseStreamEvent.Piece, _ part: ResponseContentPart?
    ) throws(AccumulatorError) -> Int {
        if let position = position(of: payload.itemID, at: payload.outputIndex) { return position }
        let item: ResponseItem
        switch part {
        case .reasoningText?, .summaryText?: item = .reasoning(ResponseReasoningItem(id: payload.itemID))
        case nil:
            item = .functionCall(
                ResponseFunctionCall(id: payload.itemID, callID: "", name: payload.name ?? "", arguments: ""))
        default: item = .message(ResponseMessage(id: payload.itemID, role: .assistant, content: .parts([])))
        }
        try append(ResponseItemAccumulator(item, outputIndex: payload.outputIndex))
        return items.count - 1
    }

    /// The begun item that a finished one replaces.
    private func position(ofFinished payload: ResponseStreamEvent.ItemChange) -> Int? {
        if let id = payload.item.id, let position = items.lastIndex(where: { $0.id == id }) { return position }
        let open = items.indices.filter { !items[$0].isDone && items[$0].type == payload.item.type }
        if let outputIndex = payload.outputIndex,
            let position = open.last(where: { items[$0].outputIndex == outputIndex })
        {
            return position
        }
        return open.first
    }
}
