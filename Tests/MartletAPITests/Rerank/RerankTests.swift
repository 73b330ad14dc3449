import MartletAPI
import Testing

@Suite struct RerankTests {
    @Test(arguments: [
        #"{"query":"q","documents":["a","b"]}"#,
        #"{"model":"m","query":"q","documents":[{"text":"a","id":7},"b"],"top_k":1,"top_n":2,"return_documents":false}"#,
    ])
    func `a request survives the round trip`(_ json: String) throws {
        #expect(try JSONValue(json: RerankRequest(json: json).jsonBytes()) == JSONValue(json: json))
    }

    @Test(arguments: [
        (#"{"documents":["a"]}"#, "'query'"), (#"{"query":"q"}"#, "'documents'"),
        (#"{"query":"q","documents":"a"}"#, "'documents'"), (#"{"query":"q","documents":[1]}"#, "'documents'"),
        (#"{"query":"q","documents":[{"title":"a"}]}"#, "'documents'"),
    ])
    func `what is missing is named`(_ json: String, _ name: String) {
        let error = #expect(throws: JSONError.self) { try RerankRequest(json: json) }
        #expect(error?.message.contains(name) == true)
    }

    @Test func `PixiGPT's and Jina's answers are read alike`() throws {
        let pixi = try RerankResponse(
            json:
                #"{"object":"list","results":[{"index":1,"document":"b","relevance_score":0.9}],"usage":{"total_tokens":4}}"#
        )
        #expect(pixi.results[0].document?.text == "b")
        #expect(pixi.usage?.totalTokens == 4)
        let jina = try RerankResponse(
            json: #"{"model":"m","data":[{"index":0,"document":{"text":"a"},"relevance_score":"0.5"}]}"#)
        #expect(jina.results[0].document?.text == "a")
        #expect(jina.results[0].relevanceScore == 0.5)
    }
}
