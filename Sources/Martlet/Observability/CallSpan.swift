import MartletAPI
import Metrics
import Synchronization
import Tracing

/// The report of one call that is under way. Ends once, at the latest when it is let go.
final class CallSpan: Sendable {
    private struct State {
        var hasEnded = false
        var hasFirstChunk = false
        var usage: CompletionUsage?
    }

    private let span: (any Span)?
    private let start = ContinuousClock.now
    private let dimensions: [(String, String)]
    private let isMeasuring: Bool
    private let tracesContent: Bool
    private let state = Mutex(State())

    init(_ span: (any Span)?, call: Call, provider: String, isMeasuring: Bool) {
        self.span = span
        self.isMeasuring = isMeasuring
        tracesContent = call.messages != nil
        var dimensions = [("gen_ai.operation.name", call.operation), ("gen_ai.provider.name", provider)]
        if let model = call.model { dimensions.append(("gen_ai.request.model", model)) }
        self.dimensions = dimensions
    }

    deinit {
        // A stream that is dropped unread ends here.
        finish(error: nil)
    }

    var context: ServiceContext { span?.context ?? ServiceContext.current ?? .topLevel }

    func note(_ chunk: ChatCompletionChunk) {
        note(usage: chunk.usage, id: chunk.id?.rawValue, model: chunk.model)
    }

    func note(_ event: ResponseStreamEvent) {
        let response = event.response
        note(usage: response?.usage?.completionUsage, id: response?.id.rawValue, model: response?.model)
    }

    private func note(usage: CompletionUsage?, id: String?, model: ModelID?) {
        let isFirst = state.withLock { state in
            if let usage, usage != CompletionUsage() { state.usage = usage }
            defer { state.hasFirstChunk = true }
            return !state.hasFirstChunk
        }
        guard isFirst else { return }
        if let id { span?.attributes["gen_ai.response.id"] = id }
        if let model { span?.attributes["gen_ai.response.model"] = model.rawValue }
        if isMeasuring {
            Timer(label: "gen_ai.client.operation.time_to_first_chunk", dimensions: dimensions).record(
                duration: ContinuousClock.now - start)
        }
    }

    /// - Parameter completion: The answer, or what was kept of a streamed one.
    func end(metadata: ResponseMetadata, completion: @autoclosure () -> ChatCompletion? = nil) {
        if !state.withLock({ $0.hasEnded }), let completion = completion() { note(completion) }
        span?.attributes["http.response.status_code"] = metadata.status
        if metadata.attempts > 1 { span?.attributes["http.request.resend_count"] = metadata.attempts - 1 }
        finish(error: nil)
    }

    private func note(_ completion: ChatCompletion) {
        if let id = completion.id { span?.attributes["gen_ai.response.id"] = id.rawValue }
        if let model = completion.model { span?.attributes["gen_ai.response.model"] = model.rawValue }
        let reasons = completion.choices.compactMap(\.finishReason?.rawValue)
        if !reasons.isEmpty { span?.attributes["gen_ai.response.finish_reasons"] = reasons }
        if let usage = completion.usage { state.withLock { $0.usage = $0.usage ?? usage } }
        if tracesContent, let span {
            span.attributes["gen_ai.output.messages"] = ClientTelemetry.jsonText(completion.choices.map(\.message))
        }
    }

    func end(_ error: any Error) {
        if let known = error as? MartletError {
            if let status = known.status { span?.attributes["http.response.status_code"] = status }
            if known.attempts > 1 { span?.attributes["http.request.resend_count"] = known.attempts - 1 }
        }
        finish(error: error)
    }

    private func finish(error: (any Error)?) {
        let usage: CompletionUsage?? = state.withLock { state in
            guard !state.hasEnded else { return nil }
            state.hasEnded = true
            return .some(state.usage)
        }
        guard let usage else { return }
        var dimensions = self.dimensions
        if let error {
            let kind = (error as? MartletError)?.code.rawValue ?? String(describing: type(of: error))
            span?.attributes["error.type"] = kind
            span?.setStatus(SpanStatus(code: .error, message: kind))
            dimensions.append(("error.type", kind))
        }
        if let usage {
            span?.attributes["gen_ai.usage.input_tokens"] = usage.promptTokens
            span?.attributes["gen_ai.usage.output_tokens"] = usage.completionTokens
        }
        if isMeasuring {
            Timer(label: "gen_ai.client.operation.duration", dimensions: dimensions).record(
                duration: ContinuousClock.now - start)
            if let usage {
                for (kind, count) in [("input", usage.promptTokens), ("output", usage.completionTokens)] {
                    Recorder(
                        label: "gen_ai.client.token.usage", dimensions: dimensions + [("gen_ai.token.type", kind)]
                    ).record(count)
                }
            }
        }
        span?.end()
    }
}
