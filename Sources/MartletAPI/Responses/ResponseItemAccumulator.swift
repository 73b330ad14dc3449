/// Puts one item of a streamed response together.
struct ResponseItemAccumulator: Sendable {
    /// Where in an item a text is.
    enum Place: Hashable, Sendable {
        /// Among the parts of the content.
        case content
        /// Among the parts of the summary.
        case summary
        /// The arguments of a function or the input of a tool.
        case input
    }

    /// A text that is being written. It is kept apart from the item so that adding to it does not copy it.
    private struct Text: Sendable {
        let place: Place
        /// The part's place among those of its kind.
        let index: Int
        /// The part as it was announced.
        var part: ResponseContentPart?
        var text = ""
        var logprobs: [TokenLogprob] = []
        var annotations: [JSONValue] = []
    }

    /// The item's place in the output, as the server says.
    let outputIndex: Int?
    private(set) var isDone = false
    private(set) var byteCount: Int
    private var base: ResponseItem
    private var texts: [Text] = []
    private var lastText = 0

    init(_ item: ResponseItem, outputIndex: Int?) {
        base = item
        self.outputIndex = outputIndex
        byteCount = Self.size(of: item)
    }

    var id: ResponseItemID? { base.id }
    var type: String? { base.type }

    /// How many bytes a value takes, roughly.
    static func size(of value: some JSONConvertible) -> Int { 64 + ((try? value.jsonBytes().count) ?? 0) }

    /// The item is complete, and as it is here. Servers that leave its content away have sent it before.
    mutating func finish(_ item: ResponseItem) {
        let written = self.item
        base = item
        isDone = true
        if let merged = item.filled(from: written) { base = merged }
        texts = []
        byteCount = Self.size(of: base)
    }

    /// Adds a piece to a text; false when there are too many texts.
    mutating func append(
        _ piece: ResponseStreamEvent.Piece, _ place: Place, _ empty: ResponseContentPart?, limit: Int
    ) -> Bool {
        guard let position = position(of: place, piece.index, empty, limit: limit) else { return false }
        texts[position].text += piece.text
        if let logprobs = piece.logprobs { texts[position].logprobs += logprobs }
        byteCount += piece.text.utf8.count
        return true
    }

    /// Sets the whole of a text; false when there are too many texts.
    mutating func replace(
        _ piece: ResponseStreamEvent.Piece, _ place: Place, _ empty: ResponseContentPart?, limit: Int
    ) -> Bool {
        guard let position = position(of: place, piece.index, empty, limit: limit) else { return false }
        // An empty whole beside pieces is a server that leaves it away.
        if !piece.text.isEmpty { texts[position].text = piece.text }
        if let logprobs = piece.logprobs, !logprobs.isEmpty { texts[position].logprobs = logprobs }
        byteCount = Swift.max(byteCount, piece.text.utf8.count)
        if place == .input, let name = piece.name { base.name(name) }
        return true
    }

    /// Sets a part; false when there are too many texts.
    mutating func set(_ part: ResponseContentPart, _ place: Place, at index: Int?, limit: Int) -> Bool {
        guard let position = position(of: place, index, part, limit: limit) else { return false }
        texts[position].part = part
        if let text = part.text ?? part.refusalText, !text.isEmpty { texts[position].text = text }
        return true
    }

    /// Adds an annotation to a text that has begun.
    mutating func add(_ payload: ResponseStreamEvent.AnnotationChange) {
        guard let position = texts.lastIndex(where: { $0.place == .content && $0.index == payload.contentIndex ?? 0 })
        else { return }
        texts[position].annotations.append(payload.annotation)
    }

    private mutating func position(
        of place: Place, _ index: Int?, _ empty: ResponseContentPart?, limit: Int
    ) -> Int? {
        let index = index ?? 0
        if texts.indices.contains(lastText), texts[lastText].place == place, texts[lastText].index == index {
            return lastText
        }
        if let position = texts.firstIndex(where: { $0.place == place && $0.index == index }) {
            lastText = position
            return position
        }
        guard texts.count < limit else { return nil }
        var text = Text(place: place, index: index, part: empty)
        // What the item had when it was announced.
        text.text = base.text(at: index, of: place) ?? ""
        texts.append(text)
        lastText = texts.count - 1
        return lastText
    }

    /// The item as far as it has come.
    var item: ResponseItem {
        guard !texts.isEmpty else { return base }
        let sorted = texts.sorted { $0.index < $1.index }
        func parts(_ place: Place) -> [ResponseContentPart]? {
            let parts = sorted.filter { $0.place == place }.map(Self.part)
            return parts.isEmpty ? nil : parts
        }
        switch base {
        case .message(var message):
            if let parts = parts(.content) { message.content = .parts(parts) }
            return .message(message)
        case .reasoning(var reasoning):
            if let parts = parts(.content) { reasoning.content = parts }
            if let parts = parts(.summary) { reasoning.summary = parts }
            return .reasoning(reasoning)
        case .functionCall(var call):
            if let text = sorted.first(where: { $0.place == .input }) { call.arguments = text.text }
            return .functionCall(call)
        case .customToolCall(var call):
            if let text = sorted.first(where: { $0.place == .input }) { call.input = text.text }
            return .customToolCall(call)
        default: return base
        }
    }

    private static func part(_ text: Text) -> ResponseContentPart {
        switch text.part {
        case .outputText(var part)?:
            part.text = text.text
            if !text.logprobs.isEmpty { part.logprobs = text.logprobs }
            if !text.annotations.isEmpty, part.annotations?.isEmpty ?? true { part.annotations = text.annotations }
            return .outputText(part)
        case .refusal?: return .refusal(text.text)
        case .summaryText?: return .summaryText(text.text)
        case .reasoningText?: return .reasoningText(text.text)
        case let part?: return part
        case nil: return .outputText(text.text)
        }
    }
}

extension ResponseItem {
    /// The text that an announced item has at a place already.
    fileprivate func text(at index: Int, of place: ResponseItemAccumulator.Place) -> String? {
        func text(_ parts: [ResponseContentPart]?) -> String? {
            guard let parts, parts.indices.contains(index) else { return nil }
            return parts[index].text
        }
        return switch (self, place) {
        case (.message(let message), .content): text(message.content.parts)
        case (.reasoning(let reasoning), .content): text(reasoning.content)
        case (.reasoning(let reasoning), .summary): text(reasoning.summary)
        case (.functionCall(let call), .input): call.arguments
        case (.customToolCall(let call), .input): call.input
        default: nil
        }
    }

    /// Names a function that the server had not named before.
    fileprivate mutating func name(_ name: String) {
        if case .functionCall(var call) = self, call.name.isEmpty {
            call.name = name
            self = .functionCall(call)
        }
    }

    /// The finished item with the content that was written before, where it came without; nil when it needs none.
    fileprivate func filled(from written: ResponseItem) -> ResponseItem? {
        switch (self, written) {
        case (.message(var message), .message(let other)) where message.content.parts.isEmpty:
            message.content = other.content
            return .message(message)
        case (.functionCall(var call), .functionCall(let other)) where call.arguments.isEmpty:
            call.arguments = other.arguments
            return .functionCall(call)
        case (.customToolCall(var call), .customToolCall(let other)) where call.input.isEmpty:
            call.input = other.input
            return .customToolCall(call)
        case (.reasoning(var reasoning), .reasoning(let other)):
            if reasoning.summary.isEmpty { reasoning.summary = other.summary }
            if reasoning.content?.isEmpty ?? true { reasoning.content = other.content }
            return .reasoning(reasoning)
        default: return nil
        }
    }
}
