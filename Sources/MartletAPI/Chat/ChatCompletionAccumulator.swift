/// Puts the chunks of a stream together to the completion that would have been the answer without streaming.
///
/// Its memory is bounded whatever a server sends. Client and server share it.
public struct ChatCompletionAccumulator: Sendable {
    /// How much an accumulator takes before it refuses more.
    public struct Limits: Hashable, Sendable {
        /// Choices of one completion. Default 128, as in OpenAI's Go client.
        public var choices: Int
        /// Tool calls that one chunk may add to a choice. Default 128, as in OpenAI's Go client.
        public var newToolCallsPerChunk: Int
        /// Tool calls of one choice. Default 1,024.
        public var toolCalls: Int
        /// Bytes of text, reasoning, arguments and speech over all choices, and of whatever else is kept, roughly.
        /// Default 64 MiB.
        public var bytes: Int

        /// Creates limits; each has a default.
        public init(
            choices: Int = 128, newToolCallsPerChunk: Int = 128, toolCalls: Int = 1_024, bytes: Int = 64 << 20
        ) {
            self.choices = choices
            self.newToolCallsPerChunk = newToolCallsPerChunk
            self.toolCalls = toolCalls
            self.bytes = bytes
        }
    }

    private let limits: Limits
    private var template = ChatCompletion()
    private var choices: [ChoiceAccumulator] = []
    private var byteCount = 0

    /// An accumulator that has seen nothing.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Adds a chunk.
    ///
    /// - Throws: ``AccumulatorError`` when a limit is exceeded; the chunk is then not added.
    public mutating func add(_ chunk: ChatCompletionChunk) throws(AccumulatorError) {
        try checkChoices(of: chunk)
        var checked: Set<Int> = []
        for (position, choice) in chunk.choices.enumerated() where choice.delta.toolCalls != nil {
            if checked.insert(choice.index).inserted { try checkToolCalls(of: chunk, from: position) }
        }
        let bytes = byteCount + byteCount(adding: chunk)
        guard bytes <= limits.bytes else { throw AccumulatorError(limit: "bytes", value: limits.bytes) }
        byteCount = bytes
        for choice in chunk.choices {
            let position = position(ofChoice: choice.index) ?? choices.count
            if position == choices.count { choices.append(ChoiceAccumulator(index: choice.index)) }
            choices[position].add(choice)
        }
        // Azure's first chunk, with filter results only, has an empty id and model and was created at 0.
        if template.id?.rawValue.isEmpty ?? true { template.id = chunk.id ?? template.id }
        if template.model?.rawValue.isEmpty ?? true { template.model = chunk.model ?? template.model }
        if template.created ?? 0 == 0 { template.created = chunk.created ?? template.created }
        if let tier = chunk.serviceTier { template.serviceTier = tier }
        if let fingerprint = chunk.systemFingerprint { template.systemFingerprint = fingerprint }
        for (key, value) in chunk.additionalProperties where !Self.fields.contains(key) {
            template.additionalProperties[key] = value
        }
        // Usage may be in the last chunk, in a chunk of its own, or in every chunk; `usage: {}` says nothing.
        if let usage = chunk.usage, usage != CompletionUsage() { template.usage = usage }
    }

    /// The fields of a chunk, which can be among the additional properties when their type was wrong.
    private static let fields: Set = [
        "id", "object", "created", "model", "choices", "usage", "service_tier", "system_fingerprint",
    ]

    private func position(ofChoice index: Int) -> Int? {
        choices.indices.first { choices[$0].index == index }
    }

    private func byteCount(adding chunk: ChatCompletionChunk) -> Int {
        var count = 0
        for choice in chunk.choices {
            if let position = position(ofChoice: choice.index) {
                count += choices[position].byteCount(adding: choice)
            } else {
                count += ChoiceAccumulator(index: choice.index).byteCount(adding: choice)
            }
        }
        for (key, value) in chunk.additionalProperties where !Self.fields.contains(key) {
            count += template.additionalProperties.roughGrowth(setting: key, to: value)
        }
        return count
    }

    private func checkChoices(of chunk: ChatCompletionChunk) throws(AccumulatorError) {
        guard choices.count + chunk.choices.count > limits.choices else { return }
        let indices = Set(chunk.choices.lazy.map(\.index)).union(choices.lazy.map(\.index))
        guard indices.count <= limits.choices else {
            throw AccumulatorError(limit: "choices", value: limits.choices)
        }
    }

    /// Checks the tool calls of the choice at a position of a chunk, with those of the same choice that follow it.
    private func checkToolCalls(of chunk: ChatCompletionChunk, from position: Int) throws(AccumulatorError) {
        let index = chunk.choices[position].index
        let deltas = chunk.choices[position...].lazy.filter { $0.index == index }.compactMap(\.delta.toolCalls)
        let accumulator = self.position(ofChoice: index).map { choices[$0].toolCalls } ?? ToolCallAccumulator()
        let pieces = deltas.reduce(0) { $0 + $1.count }
        // However the pieces are assigned, there are no more new calls than pieces.
        guard pieces > limits.newToolCallsPerChunk || accumulator.count + pieces > limits.toolCalls else { return }
        let count = accumulator.count(adding: Array(deltas))
        guard count - accumulator.count <= limits.newToolCallsPerChunk else {
            throw AccumulatorError(limit: "tool calls in one chunk", value: limits.newToolCallsPerChunk)
        }
        guard count <= limits.toolCalls else {
            throw AccumulatorError(limit: "tool calls of one choice", value: limits.toolCalls)
        }
    }

    /// Whether some choice has ended with a reason.
    public var hasFinishReason: Bool { choices.contains { $0.finishReason != nil } }

    /// Whether every choice that has begun has ended with a reason, and at least one has.
    public var isFinished: Bool { !choices.isEmpty && choices.allSatisfy { $0.finishReason != nil } }

    /// The completion as far as it has come; partial when the stream has not ended.
    public var completion: ChatCompletion {
        var completion = template
        completion.object = "chat.completion"
        completion.choices = choices.sorted { $0.index < $1.index }.map(\.choice)
        return completion
    }
}
