/// Puts the chunks of a streamed ``Completion`` together to the whole one.
///
/// Its memory is bounded whatever a server sends. Client and server share it.
public struct CompletionAccumulator: Sendable {
    private let choiceLimit: Int
    private let byteLimit: Int
    private var template = Completion()
    private var choices: [Int: CompletionChoice] = [:]
    private var byteCount = 0

    /// An accumulator that has seen nothing.
    ///
    /// - Parameters:
    ///   - choices: The most choices. Default 2,048.
    ///   - bytes: The most bytes of text, and roughly of whatever else is kept. Default 64 MiB.
    public init(choices: Int = 2_048, bytes: Int = 64 << 20) {
        choiceLimit = choices
        byteLimit = bytes
    }

    /// Adds a chunk.
    ///
    /// - Throws: ``AccumulatorError`` when a limit is exceeded; the chunk is then not added.
    public mutating func add(_ chunk: Completion) throws(AccumulatorError) {
        let new = Set(chunk.choices.lazy.map(\.index)).subtracting(choices.keys).count
        guard choices.count + new <= choiceLimit else { throw AccumulatorError(limit: "choices", value: choiceLimit) }
        let bytes = byteCount + chunk.choices.reduce(0) { $0 + $1.text.utf8.count + ($1.logprobs?.roughSize ?? 0) }
        guard bytes <= byteLimit else { throw AccumulatorError(limit: "bytes", value: byteLimit) }
        byteCount = bytes
        template.id = template.id ?? chunk.id
        template.created = template.created ?? chunk.created
        template.model = template.model ?? chunk.model
        template.systemFingerprint = template.systemFingerprint ?? chunk.systemFingerprint
        if let usage = chunk.usage, usage != CompletionUsage() { template.usage = usage }
        for choice in chunk.choices { add(choice) }
    }

    private mutating func add(_ piece: CompletionChoice) {
        guard choices[piece.index] != nil else {
            choices[piece.index] = piece
            return
        }
        choices[piece.index]?.text += piece.text
        if let reason = piece.finishReason { choices[piece.index]?.finishReason = reason }
        if let added = piece.logprobs {
            if choices[piece.index]?.logprobs == nil {
                choices[piece.index]?.logprobs = added
            } else {
                choices[piece.index]?.logprobs?.append(added)
            }
        }
    }

    /// The completion as far as it has come.
    public var completion: Completion {
        var completion = template
        completion.object = "text_completion"
        completion.choices = choices.values.sorted { $0.index < $1.index }
        return completion
    }
}

extension CompletionLogprobs {
    fileprivate mutating func append(_ added: CompletionLogprobs) {
        tokens = Self.joined(tokens, added.tokens)
        tokenLogprobs = Self.joined(tokenLogprobs, added.tokenLogprobs)
        topLogprobs = Self.joined(topLogprobs, added.topLogprobs)
        textOffset = Self.joined(textOffset, added.textOffset)
    }

    private static func joined<Element>(_ first: [Element]?, _ second: [Element]?) -> [Element]? {
        guard let second else { return first }
        return (first ?? []) + second
    }

    fileprivate var roughSize: Int { (tokens?.count ?? 0) * 64 }
}
