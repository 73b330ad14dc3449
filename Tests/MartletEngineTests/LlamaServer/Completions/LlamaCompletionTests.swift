import HTTPTypes
import MartletAPI
import MartletServer
import Testing

@testable import MartletEngine

@Suite struct LlamaCompletionTests {
    private func prepared(_ members: String) throws -> LlamaCompletionRequest {
        try LlamaCompletionRequest(CompletionRequest(json: "{\(members)}"))
    }

    @Test func `each text that is wanted is a job, in the order of the choices`() throws {
        let request = try prepared(#""prompt":["a","b"],"n":2,"seed":7"#)
        #expect(request.jobs.map(\.index) == [0, 1, 2, 3])
        #expect(request.jobs.map(\.prompt) == ["a", "a", "b", "b"])
        #expect(request.jobs.map(\.request.seed) == [7, 8, 7, 8])
        #expect(request.jobs.allSatisfy { $0.request.n == nil && $0.request.stream == true })
        #expect(request.jobs.allSatisfy { $0.request.maxTokens == 16 })
    }

    @Test func `the best of several need their probabilities`() throws {
        let request = try prepared(#""prompt":"a","n":2,"best_of":4"#)
        #expect(request.jobs.count == 4)
        #expect(request.jobs.allSatisfy { $0.request.logprobs == 1 && $0.request.bestOf == nil })
    }

    @Test(arguments: [
        ("suffix", #""prompt":"a","suffix":"x""#), ("made_up", #""prompt":"a","made_up":1"#),
        ("echo", #""prompt":"a","echo":true,"logprobs":1"#), ("prompt", #""prompt":[1,2]"#),
    ])
    func `T66 what would be ignored is refused by its name`(_ name: String, _ members: String) throws {
        let error = try #require(throws: PlatformError.self) { try prepared(members) }
        #expect(error.status.code == 400)
        #expect(error.body.parameter == name)
    }

    @Test func `the engine's probabilities become OpenAI's`() throws {
        let engine = try CompletionLogprobs(
            json: """
                {"content":[{"token":"é","logprob":-1,"top_logprobs":[{"token":"é","logprob":-1},{"token":"e","logprob":-2}]},
                {"token":"🦊x","logprob":-3,"top_logprobs":[]}]}
                """)
        var offset = 5
        let legacy = engine.inLegacyForm(offset: &offset)
        #expect(
            try JSONValue(json: legacy.jsonBytes())
                == JSONValue(
                    json:
                        #"{"tokens":["é","🦊x"],"token_logprobs":[-1,-3],"top_logprobs":[{"é":-1,"e":-2},{}],"text_offset":[5,6]}"#
                ))
        #expect(offset == 8)
        #expect(legacy.mean == -2)
    }
}
