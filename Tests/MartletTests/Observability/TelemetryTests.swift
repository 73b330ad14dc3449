import HTTPTypes
import InMemoryTracing
import Instrumentation
import Logging
import MartletAPI
import MartletTesting
import Metrics
import MetricsTestKit
import Testing
import Tracing

@testable import Martlet

/// What a call tells swift-metrics, swift-distributed-tracing and swift-log.
///
/// The systems of the first two are set up once for a process, so that each of these tests has a process of its own.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct TelemetryTests {
    /// Sets up the systems of this process.
    private static func observe() -> (tracer: InMemoryTracer, metrics: TestMetrics) {
        let tracer = InMemoryTracer()
        let metrics = TestMetrics()
        InstrumentationSystem.bootstrap(tracer)
        MetricsSystem.bootstrap(metrics)
        return (tracer, metrics)
    }

    private static let usageEvent =
        #"data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}"# + "\n\n"

    private static let answers: FaultServer.Handler = { request in
        if request.path.hasSuffix("models") { return .json(#"{"error":{"message":"m"}}"#, status: 404) }
        return request.header("accept") == "text/event-stream"
            ? .eventStream(Array(Sample.events.dropLast()) + [usageEvent, Sample.done]) : .json(Sample.completion())
    }

    /// A metric's dimensions as text.
    private static func text(_ dimensions: [(String, String)]) -> [String] {
        dimensions.map { "\($0.0)=\($0.1)" }.sorted()
    }

    @Test func `a whole answer is a span with the model, the usage and the trace on the wire`() async {
        await #expect(processExitsWith: .success) {
            let (tracer, _) = Self.observe()
            try await withFaultServer(Self.answers) { server in
                try await withClient(server) { client in _ = try await client.created() }
                let span = try #require(tracer.finishedSpans.first)
                #expect(tracer.finishedSpans.count == 1)
                #expect(tracer.activeSpans.isEmpty)
                #expect(span.operationName == "chat smollm2")
                #expect(span.kind == .client)
                let attributes = span.attributes
                #expect(attributes.get("gen_ai.operation.name") == .string("chat"))
                #expect(attributes.get("gen_ai.provider.name") == .string("openai_compatible"))
                #expect(attributes.get("gen_ai.request.model") == .string("smollm2"))
                #expect(attributes.get("gen_ai.response.model") == .string("smollm2"))
                #expect(attributes.get("gen_ai.response.id") == .string("chatcmpl-1"))
                #expect(attributes.get("gen_ai.response.finish_reasons") == .stringArray(["stop"]))
                #expect(attributes.get("gen_ai.usage.input_tokens") == .int64(9))
                #expect(attributes.get("gen_ai.usage.output_tokens") == .int64(2))
                #expect(attributes.get("http.response.status_code") == .int64(200))
                #expect(attributes.get("gen_ai.input.messages") == nil)
                #expect(attributes.get("gen_ai.output.messages") == nil)
                // The server gets the identity of this very span.
                #expect(server.requests[0].header("in-memory-span-id") == span.spanID)
                #expect(server.requests[0].header("in-memory-trace-id") == span.traceID)
            }
        }
    }

    @Test func `a stream is a span until its end`() async {
        await #expect(processExitsWith: .success) {
            let (tracer, metrics) = Self.observe()
            try await withFaultServer(Self.answers) { server in
                try await withClient(server) { client in
                    try await withSpan("outer") { outer in
                        var iterator = try await client.chat.completions.stream(Sample.request).makeAsyncIterator()
                        _ = try await iterator.next()
                        #expect(tracer.finishedSpans.isEmpty)
                        while try await iterator.next() != nil {}
                        #expect(tracer.finishedSpans.count == 1)
                    }
                }
                let span = try #require(tracer.finishedSpans.first)
                let outer = try #require(tracer.finishedSpans.last)
                #expect(span.parentSpanID == outer.spanID)
                #expect(span.attributes.get("gen_ai.response.id") == .string("chatcmpl-1"))
                #expect(span.attributes.get("gen_ai.response.finish_reasons") == .stringArray(["stop"]))
                #expect(span.attributes.get("gen_ai.usage.output_tokens") == .int64(3))
                #expect(span.status == nil)
                #expect(server.requests[0].header("in-memory-span-id") == span.spanID)
                let first = metrics.timers(label: "gen_ai.client.operation.time_to_first_chunk")
                #expect(first.count == 1)
                #expect(first.first?.values.count == 1)
            }
        }
    }

    @Test func `durations and tokens are measured`() async {
        await #expect(processExitsWith: .success) {
            let (_, metrics) = Self.observe()
            try await withFaultServer(Self.answers) { server in
                try await withClient(server) { client in
                    _ = try await client.created()
                    _ = try await client.streamed()
                    _ = try? await client.models.list()
                }
            }
            let durations = metrics.timers(label: "gen_ai.client.operation.duration")
            #expect(
                Set(durations.map { Self.text($0.dimensions) }) == [
                    [
                        "gen_ai.operation.name=chat", "gen_ai.provider.name=openai_compatible",
                        "gen_ai.request.model=smollm2",
                    ],
                    [
                        "error.type=not_found", "gen_ai.operation.name=list_models",
                        "gen_ai.provider.name=openai_compatible",
                    ],
                ])
            #expect(durations.flatMap(\.values).allSatisfy { $0 > 0 })
            #expect(durations.map(\.values.count).sorted() == [1, 2])
            let tokens = metrics.recorders(label: "gen_ai.client.token.usage")
            let byType = Dictionary(
                uniqueKeysWithValues: tokens.map { recorder in
                    (recorder.dimensions.first { $0.0 == "gen_ai.token.type" }?.1 ?? "", recorder.values)
                })
            #expect(byType == ["input": [9, 7], "output": [2, 3]])
        }
    }

    @Test func `failures, retries and broken streams are in the span`() async {
        await #expect(processExitsWith: .success) {
            let (tracer, _) = Self.observe()
            try await withClient(of: [
                .json("{}", status: 503), .json("{}", status: 503),
                .json(#"{"error":{"message":"s3cret"}}"#, status: 503),
                .json(#"{"error":{"message":"m"}}"#), .eventStream([Sample.event("Hi")]), .json("{}", status: 503),
                .json(Sample.completion()),
            ]) { client, _ in
                _ = try? await client.created()
                _ = try? await client.created()
                _ = try? await client.streamed()
                _ = try? await client.created()
            }
            let spans = tracer.finishedSpans
            #expect(
                spans.map { $0.attributes.get("error.type") } == [
                    .string("server"), .string("reported_by_server"), .string("truncated"), nil,
                ])
            #expect(spans.map { $0.status?.code } == [.error, .error, .error, nil])
            #expect(spans[0].attributes.get("http.response.status_code") == .int64(503))
            #expect(spans[0].attributes.get("http.request.resend_count") == .int64(2))
            #expect(spans[3].attributes.get("http.request.resend_count") == .int64(1))
            #expect(!"\(spans)".contains("s3cret"))
            #expect(tracer.activeSpans.isEmpty)
        }
    }

    @Test func `a stream that is left, dropped or cancelled ends its span once`() async {
        await #expect(processExitsWith: .success) {
            let (tracer, metrics) = Self.observe()
            try await withClient(of: [.eventStream([Sample.event("Hi")], then: [.silence])]) { client, server in
                for try await _ in try await client.chat.completions.stream(Sample.request) { break }
                _ = try await client.chat.completions.stream(Sample.request)
                #expect(tracer.finishedSpans.count == 2)
                let first = FaultGate()
                let task = Task {
                    for try await _ in try await client.chat.completions.stream(Sample.request) { first.open() }
                }
                await first.wait()
                task.cancel()
                _ = await task.result
                try await server.waitForOpenConnections(0, timeout: patience)
            }
            #expect(tracer.finishedSpans.count == 3)
            #expect(tracer.finishedSpans.last?.attributes.get("error.type") == .string("CancellationError"))
            #expect(tracer.activeSpans.isEmpty)
            #expect(
                metrics.timers(label: "gen_ai.client.operation.duration").flatMap(\.values).count == 3)
        }
    }

    @Test func `content is in the span when asked for`() async {
        await #expect(processExitsWith: .success) {
            let (tracer, _) = Self.observe()
            try await withFaultServer(Self.answers) { server in
                try await withClient(server, configuration: configuration { $0.tracesContent = true }) { client in
                    _ = try await client.created()
                    _ = try await client.streamed()
                }
            }
            let input = SpanAttribute.string(#"[{"role":"user","content":"Hello!"}]"#)
            #expect(tracer.finishedSpans.map { $0.attributes.get("gen_ai.input.messages") } == [input, input])
            #expect(
                tracer.finishedSpans.map { $0.attributes.get("gen_ai.output.messages") } == [
                    .string(#"[{"role":"assistant","content":"Hi"}]"#),
                    .string(#"[{"role":"assistant","content":"Hello there."}]"#),
                ])
        }
    }

    @Test func `T44 spans and metrics hold no key`() async {
        await #expect(processExitsWith: .success) {
            let (tracer, metrics) = Self.observe()
            try await withFaultServer { request in
                .json(#"{"error":"\#(request.header("authorization") ?? "")"}"#, status: 401)
            } _: { server in
                try await withClient(server) { client in
                    _ = try? await client.created()
                    _ = try? await client.streamed()
                }
            }
            var dumped = ""
            dump(tracer.finishedSpans, to: &dumped)
            dump(metrics.timers, to: &dumped)
            #expect(tracer.finishedSpans.count == 2)
            #expect(!dumped.contains(Sample.key))
        }
    }

    // MARK: Logging

    @Test func `a repeated attempt is a warning, a failed call is for those who debug`() async throws {
        let records = LogRecords()
        try await withClient(
            of: [.json(#"{"error":{"message":"try later"}}"#, status: 503)],
            configuration: configuration { $0.logger = records.logger }
        ) { client, _ in
            _ = try? await client.created()
            #expect(records.texts.count == 3)
            #expect(records.texts.map { $0.prefix(7) } == ["warning", "warning", "debug C"])
            #expect(records.texts[0].contains("Attempt failed, trying again"))
            #expect(records.texts[0].contains(#"(key: "delay", value: 0.00"#))
            #expect(records.texts[2].contains("try later"))
            #expect(records.texts[2].contains(#"(key: "attempt", value: 3)"#))
            #expect(!records.texts.contains { $0.contains("Hello!") })
        }
    }

    @Test func `nothing is logged of what goes well`() async throws {
        let records = LogRecords()
        try await withFaultServer(Self.answers) { server in
            try await withClient(server, configuration: configuration { $0.logger = records.logger }) { client in
                _ = try await client.created()
                _ = try await client.streamed()
            }
        }
        #expect(records.texts.isEmpty)
    }
}
