import InMemoryTracing
import Instrumentation
import MartletAPI
import MartletTesting
import Testing
import Tracing

@testable import Martlet

/// What calls of the Responses API tell swift-distributed-tracing.
///
/// Its system is set up once for a process, so that each of these tests has a process of its own.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct ResponseTelemetryTests {
    private static let answers: FaultServer.Handler = { request in
        request.header("accept") == "text/event-stream"
            ? .eventStream(ResponseSample.events) : .json(ResponseSample.response())
    }

    @Test func `a response is a span with the model and the usage, streamed or not`() async {
        await #expect(processExitsWith: .success) {
            let tracer = InMemoryTracer()
            InstrumentationSystem.bootstrap(tracer)
            try await withFaultServer(Self.answers) { server in
                try await withClient(server) { client in
                    _ = try await client.responses.create(ResponseSample.request)
                    _ = try await client.responses.stream(ResponseSample.request).collect()
                }
            }
            #expect(tracer.activeSpans.isEmpty)
            #expect(tracer.finishedSpans.count == 2)
            for span in tracer.finishedSpans {
                #expect(span.operationName == "chat smollm2")
                let attributes = span.attributes
                #expect(attributes.get("gen_ai.request.model") == .string("smollm2"))
                #expect(attributes.get("gen_ai.response.model") == .string("smollm2"))
                #expect(attributes.get("gen_ai.response.id") == .string("resp_1"))
                #expect(attributes.get("gen_ai.response.finish_reasons") == .stringArray(["stop"]))
                #expect(attributes.get("gen_ai.usage.input_tokens") == .int64(9))
                #expect(attributes.get("gen_ai.usage.output_tokens") == .int64(2))
                #expect(attributes.get("gen_ai.input.messages") == nil)
                #expect(attributes.get("gen_ai.output.messages") == nil)
            }
        }
    }

    @Test func `a response that failed is a span with an error`() async {
        await #expect(processExitsWith: .success) {
            let tracer = InMemoryTracer()
            InstrumentationSystem.bootstrap(tracer)
            let failed = ResponseSample.event(
                "response.failed", #""response":{"id":"r","error":{"code":"server_error","message":"x"}}"#)
            try await withFaultServer([.eventStream([ResponseSample.created, failed])]) { server in
                try await withClient(server) { client in
                    let stream = try await client.responses.stream(ResponseSample.request)
                    _ = try await errorOf { try await stream.collect() }
                }
            }
            let span = try #require(tracer.finishedSpans.first)
            #expect(span.attributes.get("error.type") == .string("server"))
        }
    }
}
