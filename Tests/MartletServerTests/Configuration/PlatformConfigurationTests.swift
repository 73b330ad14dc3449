import Logging
import MartletEngine
import MartletServer
import MartletTesting
import Testing

@Suite struct PlatformConfigurationTests {
    @Test(arguments: ["0.0.0.0", "::", "192.168.1.7", "example.org", ""])
    func `T72 a bind address that others can reach needs a key`(_ host: String) throws {
        var configuration = PlatformConfiguration()
        configuration.host = host
        #expect(!configuration.isLoopback)
        let error = try #require(throws: PlatformConfigurationError.self) { try configuration.validate() }
        #expect(error.message.contains("MARTLET_API_KEY"))
        #expect(throws: PlatformConfigurationError.self) {
            try PlatformServer(
                configuration: configuration, engine: ChatModelEngine([]), logger: Logger(label: "test"))
        }
        configuration.apiKeys = [""]
        #expect(throws: PlatformConfigurationError.self) { try configuration.validate() }
        configuration.apiKeys = ["secret"]
        #expect(throws: Never.self) { try configuration.validate() }
    }

    @Test(arguments: ["127.0.0.1", "localhost", "::1", "127.9.9.9"])
    func `an address of this machine needs none`(_ host: String) {
        var configuration = PlatformConfiguration()
        configuration.host = host
        #expect(throws: Never.self) { try configuration.validate() }
    }

    @Test(arguments: [(-1, false), (0, true), (1, true), (65_535, true), (65_536, false)])
    func `a port is a port`(_ port: Int, _ isValid: Bool) {
        var configuration = PlatformConfiguration()
        configuration.port = port
        #expect(((try? configuration.validate()) != nil) == isValid)
    }

    @Test func `by default nobody else can reach the platform`() {
        let configuration = PlatformConfiguration()
        #expect(configuration.isLoopback)
        #expect(configuration.port == 8_484)
        #expect(configuration.limits.requestBytes == 10 << 20)
    }

    @Test func `a port that is taken is an error and not a wait`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            var configuration = PlatformConfiguration()
            configuration.port = platform.port
            let taken = configuration
            await #expect(throws: (any Error).self) {
                try await PlatformServer(
                    configuration: taken, engine: ChatModelEngine([]),
                    logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
                ).run()
            }
        }
    }
}
