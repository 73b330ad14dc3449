import MartletAPI
import MartletServer
import MartletTesting
import ServiceLifecycle
import Testing

@Suite struct HealthRoutesTests {
    /// An engine that is not there yet.
    private struct UnreadyEngine: InferenceEngine {
        func run() async throws { try await gracefulShutdown() }
        func models() async throws -> [EngineModel] { throw Mishap() }
        func chat(_ request: EngineRequest) async throws -> EngineAnswer { throw Mishap() }
        func readiness() async -> EngineReadiness { .notReady("No model is installed: run scripts/setup.") }
    }

    @Test func `the process lives and could answer`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            let health = try await RawConnection.ask(port: platform.port, "GET", "/healthz")
            #expect(health.status == 200)
            #expect(health.body == #"{"status":"ok"}"#)
            let ready = try await RawConnection.ask(port: platform.port, "GET", "/readyz")
            #expect(ready.status == 200)
            #expect(ready.body == #"{"status":"ready"}"#)
        }
    }

    @Test func `a platform whose engine cannot answer lives but is not ready, and says why`() async throws {
        try await withPlatform(engine: UnreadyEngine()) { platform in
            #expect(try await RawConnection.ask(port: platform.port, "GET", "/healthz").status == 200)
            let ready = try await RawConnection.ask(port: platform.port, "GET", "/readyz")
            #expect(ready.status == 503)
            #expect(ready.body.contains("run scripts/setup"))
            // The reason for a failure is in the log only.
            let models = try await RawConnection.ask(port: platform.port, "GET", "/v1/models")
            #expect(models.status == 500)
            #expect(models.body.contains("internal_error"))
            #expect(!models.body.contains("Mishap"))
        }
    }
}
