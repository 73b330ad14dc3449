import ArgumentParser
import Martlet
import Testing

@testable import MartletCLI

struct PlatformOptionsTests {
    private func parse(_ arguments: String...) throws -> PlatformOptions {
        try PlatformOptions.parse(arguments)
    }

    @Test func `with nothing configured the local platform is started in process`() throws {
        #expect(try parse().configured(environment: [:]) == nil)
        // A key of another platform does not send a question there unasked.
        #expect(try parse().configured(environment: ["OPENAI_API_KEY": "sk-1"]) == nil)
    }

    @Test func `a flag wins over the environment`() throws {
        let configured = try parse("--platform", "openai").configured(
            environment: ["MARTLET_PLATFORM": "ollama", "MARTLET_BASE_URL": "http://localhost:1/v1"])
        #expect(configured?.platform.name == "openai")
        #expect(configured?.baseURL == nil)
    }

    @Test func `a base URL alone means a platform like the local one`() throws {
        let configured = try parse("--base-url", "http://localhost:9/v1").configured(environment: [:])
        #expect(configured?.platform.name == "martlet")
        #expect(configured?.baseURL == "http://localhost:9/v1")
    }

    @Test func `a platform that is not known is refused with those that are`() throws {
        let error = try #require(throws: ValidationError.self) {
            try parse("--platform", "nonsense").configured(environment: [:])
        }
        #expect(error.message.contains("gravixlayer"))
    }

    @Test(arguments: ["0", "-1", "nan", "inf"])
    func `a timeout must be a positive number`(text: String) {
        #expect(throws: (any Error).self) { try PlatformOptions.parse(["--timeout=\(text)"]) }
    }
}
