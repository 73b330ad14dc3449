import MartletAPI
import MartletServer
import MartletTesting
import Testing

@Suite struct EmbeddingRoutesTests {
    private func ask(
        _ body: String, path: String = "/v1/embeddings", engine: StubEngine = StubEngine()
    ) async throws -> RawConnection.Answer {
        try await withPlatform(engine: engine) { platform in
            try await RawConnection.ask(port: platform.port, "POST", path, body: body)
        }
    }

    @Test(arguments: ["/v1/embeddings", "/v1/inference/embeddings"])
    func `texts become vectors in their order`(_ path: String) async throws {
        let answer = try await ask(#"{"model":"vectors","input":["aab","cd"]}"#, path: path)
        #expect(answer.status == 200)
        let response = try EmbeddingResponse(json: answer.body)
        #expect(response.object == "list")
        #expect(response.model == "vectors")
        #expect(response.data.map(\.object) == ["embedding", "embedding"])
        #expect(response.data.map(\.index) == [0, 1])
        #expect(abs(response.vectors[0][0] - 2 / Float(6).squareRoot()) < 1e-6)
        // PixiGPT's stock client takes exactly these keys.
        let usage = try JSONValue(json: answer.body)["usage"]
        #expect(usage == ["prompt_tokens": 5, "total_tokens": 5])
    }

    @Test func `base64 says the same as numbers`() async throws {
        let plain = try EmbeddingResponse(json: try await ask(#"{"input":"abc"}"#).body)
        let packed = try EmbeddingResponse(json: try await ask(#"{"input":"abc","encoding_format":"base64"}"#).body)
        #expect(packed.vectors == plain.vectors)
        #expect(packed.data[0].encodingFormat == .base64)
        // No model: the first that makes vectors.
        #expect(plain.model == "vectors")
    }

    @Test func `vectors are cut short and stretched again`() async throws {
        let whole = try EmbeddingResponse(json: try await ask(#"{"input":"aabbb"}"#).body).vectors[0]
        let short = try EmbeddingResponse(json: try await ask(#"{"input":"aabbb","dimensions":2}"#).body).vectors[0]
        #expect(short.count == 2)
        #expect(abs(short.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        #expect(abs(short[0] / short[1] - whole[0] / whole[1]) < 1e-5)
        #expect(
            try EmbeddingResponse(json: try await ask(#"{"input":"aabbb","dimensions":5}"#).body).vectors[0] == whole)
    }

    @Test(arguments: [
        (#"{}"#, "input"), (#"{"input":[]}"#, "input"), (#"{"input":""}"#, "input"), (#"{"input":["a",""]}"#, "input"),
        (#"{"input":[1,2]}"#, "input"), (#"{"input":"a","dimensions":0}"#, "dimensions"),
        (#"{"input":"a","dimensions":6}"#, "dimensions"), (#"{"input":"a","dimensions":1.5}"#, "dimensions"),
        (#"{"input":"a","encoding_format":"hex"}"#, "encoding_format"), (#"{"input":"a","task":"query"}"#, "task"),
        (#"{"input":[\#(Array(repeating: #""a""#, count: 2_049).joined(separator: ","))]}"#, "input"),
    ])
    func `T65 T66 what cannot be done is a 400 that names it`(_ body: String, _ parameter: String) async throws {
        let answer = try await ask(body)
        #expect(answer.status == 400)
        #expect(ErrorBody(try JSONValue(json: answer.body))?.parameter == parameter)
    }

    @Test func `an engine that fails is a 502 without its secrets`() async throws {
        struct Secret: Error {}
        let answer = try await ask(#"{"input":"a"}"#, engine: StubEngine(failure: Secret()))
        #expect(answer.status == 502)
        #expect(!answer.body.contains("Secret"))
    }

    @Test func `an engine that makes no vectors says so`() async throws {
        try await withPlatform(model: ScriptedModel()) { platform in
            for path in ["/v1/embeddings", "/v1/completions"] {
                let answer = try await RawConnection.ask(
                    port: platform.port, "POST", path, body: #"{"model":"scripted","input":"a","prompt":"a"}"#)
                #expect([400, 501].contains(answer.status))
            }
        }
    }
}
