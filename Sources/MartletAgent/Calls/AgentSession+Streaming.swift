import Logging
import Martlet
import MartletAPI

extension AgentSession {
    /// Asks for a streamed answer. Returns when it begins.
    func openStream() async throws {
        guard let plan, let loop, let attempts = stream?.attempts else { return }
        let messages = plan.history + loop.messages
        let isFirst = rounds.isEmpty
        let request = try plan.template.request(
            messages, isStreamed: true, includesUsage: plan.includesUsage, isFirst: isFirst)
        core.telemetry.step("Asking the model for a stream", metadata: ["messages": "\(messages.count)"])
        let start = clock.now
        defer { stream?.waited += clock.now - start }
        do {
            try await open(request, attempts)
        } catch let error as MartletError where plan.includesUsage && error.refusesStreamUsage {
            // Some servers refuse what they do not know; the tokens are then estimated, from now on.
            core.telemetry.logger.notice("The platform does not take stream_options", metadata: ["error": "\(error)"])
            self.plan?.includesUsage = false
            core.update { state in _ = state.platformsWithoutStreamUsage.insert(plan.model.url ?? "") }
            let plainer = try plan.template.request(
                messages, isStreamed: true, includesUsage: false, isFirst: isFirst)
            try await open(plainer, attempts)
        }
    }

    private func open(_ request: ChatCompletionRequest, _ attempts: Int) async throws {
        guard let model = plan?.model else { return }
        let (chunks, sent) = try await model.stream(request, after: attempts)
        stream?.source = chunks
        stream?.attempts = sent
    }

    /// Takes the next chunk of the answer that is under way.
    func readStream() async throws {
        guard let source = stream?.source else { return }
        let start = clock.now
        let chunk: ChatCompletionChunk?
        do {
            chunk = try await source.next()
            stream?.waited += clock.now - start
        } catch {
            stream?.waited += clock.now - start
            return try await reopen(after: error)
        }
        guard let chunk else { return try await endRound() }
        try stream?.accumulator.add(chunk)
        for choice in chunk.choices where choice.index == 0 { try await read(choice.delta) }
    }

    private func read(_ delta: ChatCompletionDelta) async throws {
        if let reasoning = delta.reasoningText, !reasoning.isEmpty {
            noteContent()
            await callBack(reasoning, to: runtime.onReasoningChunk, named: "on_reasoning_chunk")
            deliver(.reasoning(reasoning))
        }
        if delta.toolCalls?.isEmpty == false { noteContent() }
        if let text = delta.content, !text.isEmpty { await read(text) }
    }

    /// The order is the protocol's: kept, printed, told to the callback, delivered.
    private func read(_ text: String) async {
        noteContent()
        stream?.text += text
        hasDelivered = true
        if call.displays, runtime.displaysStream(true) {
            core.output(text)
            hasPrinted = true
        }
        await callBack(text, to: runtime.streamChunkCallback, named: "stream_chunk_callback")
        deliver(.text(text))
    }

    private func noteContent() {
        stream?.hasContent = true
        if stream?.first == nil, let waited = stream?.waited { stream?.first = waited }
    }

    /// Asks for a stream once more that broke before it said anything.
    private func reopen(after error: any Error) async throws {
        guard let stream, !stream.hasContent, !Task.isCancelled, !(error is CancellationError),
            let delay = plan?.model.delay(after: error, attempts: stream.attempts)
        else { throw error }
        core.telemetry.logger.warning(
            "A stream broke off before it said anything, trying again", metadata: ["error": "\(error)"])
        self.stream = StreamedRound(attempts: stream.attempts, waited: stream.waited)
        // Cancellation ends the wait at once.
        try await clock.sleep(for: delay)
        try await openStream()
    }

    private func endRound() async throws {
        guard let stream else { return }
        let completion = stream.accumulator.completion
        guard let choice = completion.mainChoice else {
            throw APIResponseError(errors.cut("The platform's stream has no choices."))
        }
        // A server that counts its only choice from another number than 0.
        if stream.text.isEmpty, choice.index != 0, !choice.message.text.isEmpty { await read(choice.message.text) }
        self.stream = nil
        receive(
            completion, choice: choice, latency: stream.waited, first: stream.first,
            retries: max(0, stream.attempts - 1))
    }
}

extension MartletError {
    /// Whether a platform refuses a request because it asks a stream for its usage.
    fileprivate var refusesStreamUsage: Bool {
        guard status == 400 || status == 422 else { return false }
        return ["stream_options", "include_usage"].contains {
            bodyText.contains($0) || message.contains($0) || parameter == $0
        }
    }
}
