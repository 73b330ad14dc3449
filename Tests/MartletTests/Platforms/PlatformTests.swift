import Testing

@testable import Martlet

@Suite(.inTurn) struct PlatformTests {
    @Test(arguments: Platform.named.sorted { $0.key < $1.key }.map { ($0.key, $0.value.baseURL) })
    func `every platform's own base URL is its normal form`(_ name: String, _ url: String) throws {
        let platform = try #require(Platform.named[name])
        let client = try MartletClient(platform: platform, apiKey: "key")
        #expect(platform.urlStyle == .services ? url == "\(client.baseURL)/v1/inference" : url == client.baseURL)
    }

    @Test func `T50 the defaults let a reasoning model think`() {
        let timeouts = Timeouts()
        #expect(timeouts.attempt == .seconds(600))
        #expect(timeouts.connect == .seconds(5))
        #expect(timeouts.idle == .seconds(120))
        #expect(timeouts.deadline == nil)
        for platform in [Platform.openAI, .ollama, .dashScope, .local, .custom("http://x")] {
            #expect(platform.timeouts == timeouts)
        }
        #expect(Platform.pixiGPT.timeouts.attempt == .seconds(30))
        #expect(Platform.gravixLayer.timeouts.attempt == .seconds(60))
    }

    @Test(arguments: ["https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "https://dashscope.aliyuncs.com/v1"])
    func `DashScope's hosts have its quirk`(_ url: String) {
        #expect(Platform.custom(url).quirks.needsThinkingOffWithoutStream)
        #expect(!Platform.custom("https://example.com/dashscope").quirks.needsThinkingOffWithoutStream)
    }
}
