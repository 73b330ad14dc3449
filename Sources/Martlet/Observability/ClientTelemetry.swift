import HTTPTypes
import Instrumentation
import Logging
import MartletAPI
import Metrics
import Tracing

/// Reports calls to swift-log, swift-metrics and swift-distributed-tracing, in the terms of OpenTelemetry's semantic
/// conventions for generative AI. Nothing is spent where nothing listens.
struct ClientTelemetry: Sendable {
    let provider: String
    let baseURL: String

    init(platform: Platform, baseURL: String) {
        provider = platform.name
        self.baseURL = baseURL
    }

    /// Begins to report a call; nil when nothing listens.
    func start(_ call: Call) -> CallSpan? {
        let tracer = InstrumentationSystem.tracer
        let isTracing = !(tracer is NoOpTracer)
        let isMeasuring = !(MetricsSystem.factory is NOOPMetricsHandler)
        guard isTracing || isMeasuring else { return nil }
        var span: (any Span)?
        if isTracing {
            let name = call.model.map { "\(call.operation) \($0)" } ?? call.operation
            span = tracer.startAnySpan(name, context: ServiceContext.current ?? .topLevel, ofKind: .client)
            span?.attributes["gen_ai.operation.name"] = call.operation
            span?.attributes["gen_ai.provider.name"] = provider
            span?.attributes["server.address"] = baseURL
            if let model = call.model { span?.attributes["gen_ai.request.model"] = model }
            if let messages = call.messages { span?.attributes["gen_ai.input.messages"] = Self.jsonText(messages) }
        }
        return CallSpan(span, call: call, provider: provider, isMeasuring: isMeasuring)
    }

    /// Reports a call around `body`.
    func span<Result>(
        for call: Call, _ body: (CallSpan?) async throws -> Result
    ) async throws -> Result {
        guard let span = start(call) else { return try await body(nil) }
        do {
            return try await ServiceContext.withValue(span.context) { try await body(span) }
        } catch {
            span.end(error)
            throw error
        }
    }

    static func jsonText(_ messages: [ChatMessage]) -> String {
        var writer = JSONWriter()
        messages.write(to: &writer)
        return (try? writer.finish()).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Adds the trace's identity to a request.
    func inject(into headers: inout HTTPFields) {
        guard let context = ServiceContext.current else { return }
        InstrumentationSystem.instrument.inject(context, into: &headers, using: HeaderInjector())
    }

    private struct HeaderInjector: Injector {
        func inject(_ value: String, forKey key: String, into headers: inout HTTPFields) {
            guard let name = HTTPField.Name(key) else { return }
            headers[name] = value
        }
    }

    /// Says that a call failed; for good, or for now.
    func log(_ logger: Logger?, _ call: Call, failure: MartletError, retryingIn delay: Duration? = nil) {
        guard let logger else { return }
        // What is logged of an error is its description, which holds neither keys nor the body.
        var metadata: Logger.Metadata = [
            "operation": "\(call.operation)", "provider": "\(provider)", "attempt": "\(failure.attempts)",
            "error": "\(failure)",
        ]
        if let status = failure.status { metadata["status"] = "\(status)" }
        if let delay {
            metadata["delay"] = "\(delay.formatted)"
            logger.warning("Attempt failed, trying again", metadata: metadata)
        } else {
            logger.debug("Call failed", metadata: metadata)
        }
    }
}
