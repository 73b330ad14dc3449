import Martlet
import MartletAPI
import MartletServer
import MartletTesting
import Testing

@Suite struct WithPlatformTests {
    private struct Mishap: Error {}

    @Test func `the platform is there for the body and gone afterwards`() async throws {
        let port = try await withPlatform(model: ScriptedModel()) { platform in
            let client = try platform.client()
            #expect(try await client.models.list().data.map(\.id) == ["scripted"])
            try await client.shutdown()
            return platform.port
        }
        await #expect(throws: (any Error).self) {
            try await RawClient.connect(to: port) { client in
                try await client.get("/healthz")
                _ = try await client.response()
            }
        }
    }

    @Test func `what the body throws comes out`() async throws {
        await #expect(throws: Mishap.self) {
            try await withPlatform(model: ScriptedModel()) { _ in throw Mishap() }
        }
    }

    @Test func `a configuration that must not be used comes out as that`() async throws {
        var configuration = PlatformConfiguration()
        configuration.host = "0.0.0.0"
        await #expect(throws: PlatformConfigurationError.self) {
            try await withPlatform(model: ScriptedModel(), configuration: configuration) { _ in }
        }
    }

    @Test func `an answer that does not end holds the platform's end up for its limit and no longer`() async throws {
        var configuration = PlatformConfiguration()
        configuration.limits.shutdownSeconds = 0
        let gate = FaultGate()
        let model = ScriptedModel([.steps([.hold(gate), .silence])])
        await #expect(throws: (any Error).self) {
            try await withPlatform(model: model, configuration: configuration) { platform in
                let client = try platform.client()
                let call = Task {
                    try await client.chat.completions.create(
                        ChatCompletionRequest(model: nil, messages: [.user("hi")]))
                }
                await gate.waitUntilReached()
                return call
            }.value
        }
        #expect(model.abandonedAnswers == 1)
    }
}
