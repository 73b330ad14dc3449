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
        /// Bytes of text, reasoning and arguments, over all choices. Default 64 MiB.
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
    private var choices: [Int: ChoiceAccumulator] = [:]
    private var byteCount = 0

    /// An accumulator that has seen nothing.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Adds a chunk.
    ///
    /// - Throws: ``AccumulatorError`` when a limit is exceeded; the chunk is then not added.
    public mutating func add(_ chunk: ChatCompletionChunk) throws(AccumulatorError) {
        try checkLimits(chunk)
        template.id = template.id ?? chunk.id
        template.created = template.created ?? chunk.created
        template.model = template.model ?? chunk.model
        template.serviceTier = chunk.serviceTier ?? template.serviceTier
        template.systemFingerprint = chunk.systemFingerprint ?? template.systemFingerprint
        template.additionalProperties.merge(chunk.additionalProperties)
        // Usage may be in the last chunk, in a chunk of its own, or in every chunk; `usage: {}` says nothing.
        if let usage = chunk.usage, usage != CompletionUsage() { template.usage = usage }
        for choice in chunk.choices {
            choices[choice.index, default: ChoiceAccumulator()].add(choice)
        }
    }

    private mutating func checkLimits(_ chunk: ChatCompletionChunk) throws(AccumulatorError) {
        var bytes = byteCount
        var added: Set<Int> = []
        for choice in chunk.choices {
            let delta = choice.delta
            bytes += (delta.content?.utf8.count ?? 0) + (delta.reasoningText?.utf8.count ?? 0)
            bytes += delta.refusal?.utf8.count ?? 0
            bytes += delta.functionCall?.arguments?.utf8.count ?? 0
            for call in delta.toolCalls ?? [] { bytes += call.function?.arguments?.utf8.count ?? 0 }
            if choices[choice.index] == nil { added.insert(choice.index) }
            let calls = delta.toolCalls?.count ?? 0
            guard calls <= limits.newToolCallsPerChunk else {
                throw AccumulatorError(limit: "tool calls in one chunk", value: limits.newToolCallsPerChunk)
            }
            guard (choices[choice.index]?.toolCallCount ?? 0) + calls <= limits.toolCalls || calls == 0 else {
                // Pieces of known calls are fine however many there are: only then is the exact count needed.
                var trial = choices[choice.index] ?? ChoiceAccumulator()
                trial.add(choice)
                guard trial.toolCallCount <= limits.toolCalls else {
                    throw AccumulatorError(limit: "tool calls of one choice", value: limits.toolCalls)
                }
                continue
            }
        }
        guard choices.count + added.count <= limits.choices else {
            throw AccumulatorError(limit: "choices", value: limits.choices)
        }
        guard bytes <= limits.bytes else { throw AccumulatorError(limit: "bytes", value: limits.bytes) }
        byteCount = bytes
    }

    /// Whether some choice has ended with a reason.
    public var hasFinishReason: Bool { choices.values.contains { $0.finishReason != nil } }

    /// Whether every choice that has begun has ended with a reason, and at least one has.
    public var isFinished: Bool { !choices.isEmpty && choices.values.allSatisfy { $0.finishReason != nil } }

    /// The completion as far as it has come; partial when the stream has not ended.
    public var completion: ChatCompletion {
        var completion = template
        completion.object = "chat.completion"
        completion.choices = choices.sorted { $0.key < $1.key }.map { $1.choice(index: $0) }
        return completion
    }
}
