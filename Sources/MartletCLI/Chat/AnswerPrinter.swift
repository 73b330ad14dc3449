import MartletAPI

/// Asks for an answer and prints it as it comes.
struct AnswerPrinter: Sendable {
    let streams: Bool
    let showsUsage: Bool
    /// Whether the model's reasoning goes to standard error.
    let showsReasoning: Bool
    /// Whether the calls of tools are run, and not printed.
    let runsTools: Bool
    let output: OutputOptions

    /// - Returns: The answer, and whether it was interrupted; what had come of it was printed.
    /// - Throws: What the model throws; ``Terminal/BrokenPipe``.
    func answer(
        _ request: ChatCompletionRequest, model: any ChatModel, interrupts: Interrupts
    ) async throws -> Answer {
        let start = ContinuousClock.now
        let collector = Collector()
        do {
            let completion = try await interrupts.cancelling {
                streams && !output.json
                    ? try await stream(request, model: model, into: collector)
                    : try await whole(request, model: model)
            }
            try finish(completion, collector: collector, duration: .now - start)
            return Answer(completion: completion, wasInterrupted: false)
        } catch is CancellationError {
            let partial = await collector.completion
            if !output.json { try Terminal.write("\n") }
            return Answer(completion: partial, wasInterrupted: true)
        } catch {
            // What had come stays on the screen; the error begins on a line of its own.
            if await collector.hasText { try Terminal.write("\n") }
            throw error
        }
    }

    private func whole(_ request: ChatCompletionRequest, model: any ChatModel) async throws -> ChatCompletion {
        let completion = try await output.progress.during("\(request.model?.rawValue ?? "The model") answers") {
            try await model.complete(request)
        }
        if output.json {
            try Terminal.write(try completion.jsonText() + "\n")
        } else {
            if showsReasoning, let reasoning = completion.reasoningText { Terminal.standardError(reasoning + "\n\n") }
            try Terminal.write(Self.text(of: completion))
        }
        return completion
    }

    /// The text of all choices; each with its number when there are several.
    private static func text(of completion: ChatCompletion) -> String {
        guard completion.choices.count > 1 else { return completion.text }
        return completion.choices.map { "[\($0.index + 1)] \($0.message.text)" }.joined(separator: "\n")
    }

    private func stream(
        _ request: ChatCompletionRequest, model: some ChatModel, into collector: Collector
    ) async throws -> ChatCompletion {
        var request = request
        if showsUsage { request.streamOptions = StreamOptions(includeUsage: true) }
        let asked = request
        let (first, rest) = try await output.progress.during("\(request.model?.rawValue ?? "The model") thinks") {
            // The line goes when the first words come, not when the server says hello.
            let rest = StreamTail(try await model.stream(asked))
            return (try await rest.next(), rest)
        }
        var chunk = first
        var hasReasoning = false
        while let current = chunk {
            try await collector.add(current)
            if showsReasoning, let reasoning = current.reasoningText {
                Terminal.standardError(reasoning)
                hasReasoning = true
            }
            if hasReasoning, !current.text.isEmpty {
                Terminal.standardError("\n\n")
                hasReasoning = false
            }
            try Terminal.write(current.text)
            chunk = try await rest.next()
        }
        return await collector.completion
    }

    private func finish(_ completion: ChatCompletion, collector: Collector, duration: Duration) throws {
        let calls = completion.choices.first?.message.toolCalls ?? []
        if !output.json {
            if calls.isEmpty || !completion.text.isEmpty, !completion.text.hasSuffix("\n") { try Terminal.write("\n") }
            // Calls that are run are told on standard error; others are the answer.
            if !runsTools {
                for call in calls { try Terminal.write("\(call.function.name)(\(call.function.arguments))\n") }
            }
        }
        for note in notes(on: completion) { Terminal.standardError("martlet: \(note)\n") }
        guard showsUsage else { return }
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        var facts: [String] = []
        if let usage = completion.usage {
            facts.append("\(usage.promptTokens) prompt + \(usage.completionTokens) answer tokens")
            if seconds > 0 {
                facts.append("\(Int((Double(usage.completionTokens) / seconds).rounded())) tokens/s")
            }
        }
        facts.append("\((seconds * 100).rounded() / 100) s")
        if let model = completion.model { facts.append("\(model)") }
        Terminal.standardError("[\(facts.joined(separator: ", "))]\n")
    }

    private func notes(on completion: ChatCompletion) -> [String] {
        var notes: [String] = []
        if let refusal = completion.choices.first?.message.refusal { notes.append("the model refuses: \(refusal)") }
        switch completion.finishReason {
        case .length?: notes.append("the answer was cut off at the token limit")
        case .contentFilter?: notes.append("the answer was cut off by a filter")
        default: break
        }
        return notes
    }
}

/// An answer that was printed.
struct Answer: Sendable {
    let completion: ChatCompletion
    let wasInterrupted: Bool

    /// - Throws: `CancellationError` when the answer was interrupted, for the exit code.
    func check() throws {
        if wasInterrupted { throw CancellationError() }
    }
}

/// Keeps what has come of an answer, also for when it is interrupted.
actor Collector {
    private var accumulator = ChatCompletionAccumulator()

    func add(_ chunk: ChatCompletionChunk) throws { try accumulator.add(chunk) }
    var completion: ChatCompletion { accumulator.completion }
    var hasText: Bool { !accumulator.completion.text.isEmpty }
}

/// Reads a stream from more than one place, one after the other.
actor StreamTail<Chunks: AsyncSequence<ChatCompletionChunk, any Error> & Sendable> {
    private var iterator: Chunks.AsyncIterator?

    init(_ stream: Chunks) {
        iterator = stream.makeAsyncIterator()
    }

    func next() async throws -> ChatCompletionChunk? {
        guard var lent = iterator.take() else { return nil }
        defer { iterator = lent }
        return try await lent.next(isolation: self)
    }
}
