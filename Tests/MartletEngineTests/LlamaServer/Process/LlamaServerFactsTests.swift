import Foundation
import Testing

@testable import MartletEngine

@Suite struct LlamaServerFactsTests {
    private let expected = LlamaServerFacts(contextLength: 1, slots: 2, acceptsImages: true)

    @Test func `what the server says of itself counts`() {
        let json = """
            {"default_generation_settings":{"params":{},"n_ctx":2048},"total_slots":4,
             "modalities":{"vision":false,"audio":false},"new":[]}
            """
        #expect(
            LlamaServerFacts(properties: Data(json.utf8), expected: expected)
                == LlamaServerFacts(contextLength: 2048, slots: 4, acceptsImages: false))
    }

    @Test(arguments: ["{}", "[]", "", "{\"total_slots\":\"many\"}"])
    func `what it doesn't say is as it was asked to be`(json: String) {
        #expect(LlamaServerFacts(properties: Data(json.utf8), expected: expected) == expected)
    }
}
