import MartletAPI
import MartletServer
import MartletTesting
import Testing

@Suite struct RerankRoutesTests {
    private func ask(_ body: String, engine: StubEngine = StubEngine()) async throws -> RawConnection.Answer {
        try await withPlatform(engine: engine) { platform in
            try await RawConnection.ask(port: platform.port, "POST", "/v1/rerank", body: body)
        }
    }

    private static let documents = #""documents":["dddd","aab","ab"]"#

    @Test func `without a model for it the vectors decide, and the answer says so`() async throws {
        let answer = try await ask(#"{"query":"aab",\#(Self.documents)}"#)
        #expect(answer.status == 200)
        let response = try RerankResponse(json: answer.body)
        #expect(response.method == "embedding_similarity")
        #expect(response.model == "vectors")
        #expect(response.results.map(\.index) == [1, 2, 0])
        #expect(response.results.map(\.document?.text) == ["aab", "ab", "dddd"])
        #expect(abs(response.results[0].relevanceScore - 1) < 1e-6)
        #expect(try JSONValue(json: answer.body)["usage"] == ["total_tokens": 12])
    }

    @Test func `a model made for it decides where there is one`() async throws {
        let engine = StubEngine(rank: [0.1, 0.3, 0.2])
        let response = try RerankResponse(
            json: try await ask(#"{"query":"aab",\#(Self.documents)}"#, engine: engine).body)
        #expect(response.method == "rerank_model")
        #expect(response.results.map(\.index) == [1, 2, 0])
        #expect(engine.embedded.isEmpty)
        // An embedding model that is named is asked for vectors all the same.
        let named = try RerankResponse(
            json: try await ask(#"{"model":"vectors","query":"aab",\#(Self.documents)}"#, engine: engine).body)
        #expect(named.method == "embedding_similarity")
    }

    @Test(arguments: [
        ("", 3), (#","top_k":2"#, 2), (#","top_n":1"#, 1), (#","top_k":0"#, 3), (#","top_k":9"#, 3),
        (#","top_k":2,"top_n":1"#, 1),
    ])
    func `as many as are wanted come back`(_ members: String, _ count: Int) async throws {
        let answer = try await ask(#"{"query":"a",\#(Self.documents)\#(members)}"#)
        #expect(try RerankResponse(json: answer.body).results.count == count)
    }

    @Test func `equal scores keep the documents' order, and the texts can be left out`() async throws {
        let answer = try await ask(
            #"{"query":"a","documents":[{"text":"b","id":1},"b","b"],"return_documents":false}"#)
        let response = try RerankResponse(json: answer.body)
        #expect(response.results.map(\.index) == [0, 1, 2])
        #expect(response.results.allSatisfy { $0.document == nil })
    }

    @Test(arguments: [
        (#"{"documents":["a"]}"#, "query"), (#"{"query":"","documents":["a"]}"#, "query"),
        (#"{"query":"a"}"#, "documents"), (#"{"query":"a","documents":[]}"#, "documents"),
        (#"{"query":"a","documents":["a",""]}"#, "documents"),
        (#"{"query":"a","documents":["a"],"top_k":-1}"#, "top_k"),
        (#"{"query":"a","documents":["a"],"max_chunks":1}"#, "max_chunks"),
    ])
    func `T65 T66 what cannot be done is a 400 that names it`(_ body: String, _ parameter: String) async throws {
        let answer = try await ask(body)
        #expect(answer.status == 400)
        #expect(ErrorBody(try JSONValue(json: answer.body))?.parameter == parameter)
    }
}
