import MartletAPI
import Testing

/// Forms of the vector routes that are read otherwise than they are written.
@Suite struct VectorWireTests {
    // struct.pack("<3f", 0.5, -1.25, 2) in base64.
    private let base64 = "AAAAPwAAoL8AAABA"
    private let vector: [Float] = [0.5, -1.25, 2]

    @Test func `a vector may come as base64 wherever one comes`() throws {
        #expect(try VectorInput(json: #"{"embedding":"\#(base64)"}"#).embedding == vector)
        #expect(try Vector(json: #"{"id":"v","embedding":"\#(base64)"}"#).embedding == vector)
        #expect(try VectorSearchRequest(json: #"{"vector":"\#(base64)","top_k":1}"#).vector == vector)
        #expect(try VectorHit(json: #"{"id":"v","score":1,"values":"\#(base64)"}"#).values == vector)
        #expect(try VectorUpsertResponse(json: #"{"id":"v","embedding":"\#(base64)"}"#).embedding == vector)
    }

    @Test func `a vector is written as numbers`() throws {
        let json = #"{"embedding":"\#(base64)","metadata":{},"delete_protection":false}"#
        #expect(
            try VectorInput(json: json).jsonText()
                == #"{"embedding":[0.5,-1.25,2.0],"metadata":{},"delete_protection":false}"#)
    }

    @Test(arguments: [
        #"{"vectors":[{"id":"a","embedding":[1],"delete_protection":true},{"id":"b","embedding":[2]}]}"#,
        #"{"vectors":{"a":{"id":"a","embedding":[1],"delete_protection":true},"b":{"embedding":[2]}}}"#,
    ])
    func `vectors come as a list, or by their ids`(_ json: String) throws {
        let list = try VectorList(json: json)
        #expect(list.vectors.map(\.id) == ["a", "b"])
        #expect(list.vectors.map(\.embedding) == [[1], [2]])
        #expect(list.vectors.map(\.deleteProtection) == [true, false])
        #expect(try VectorList(json: list.jsonBytes()) == list)
    }

    @Test(arguments: [#"{"vectors":{"a":[1]}}"#, #"{"count":1}"#])
    func `vectors that are none are refused`(_ json: String) {
        #expect(throws: JSONError.self) { try VectorList(json: json) }
    }

    @Test(arguments: [#"{"vector_ids":["a","b"],"count":2}"#, #"{"vectors":["a","b"],"count":2.0}"#])
    func `ids come under either name`(_ json: String) throws {
        let list = try VectorIDList(json: json)
        #expect(list == VectorIDList(vectorIDs: ["a", "b"], count: 2))
        #expect(try list.jsonText() == #"{"vector_ids":["a","b"],"count":2}"#)
    }

    @Test(arguments: [
        #"{"ids":["v"],"count":1,"id":"v","embedding":[1],"metadata":{"a":1}}"#,
        #"{"ids":["v"],"embedding":[1],"metadata":{"a":1}}"#,
        #"{"upserted_count":1,"vectors":[{"id":"v","embedding":[1],"metadata":{"a":1}}]}"#,
    ])
    func `an answer to an upsert may hold the vector`(_ json: String) throws {
        let vector = try #require(try VectorUpsertResponse(json: json).vector)
        #expect(vector.id == "v")
        #expect(vector.embedding == [1])
        #expect(vector.metadata == ["a": 1])
    }

    @Test(arguments: [
        #"{"ids":["v"],"count":1}"#, #"{"upserted_count":1}"#, #"{"vectors":[{"id":"v"}]}"#, #"{"embedding":[1]}"#,
        #"{"id":"v","embedding":[]}"#,
    ])
    func `an answer to an upsert may leave the vector out`(_ json: String) throws {
        #expect(try VectorUpsertResponse(json: json).vector == nil)
    }

    @Test func `the defaults of what is sent are GravixLayer's`() throws {
        #expect(
            try VectorIndexRequest(name: "n", dimension: 3).jsonText()
                == #"{"name":"n","dimension":3,"metric":"cosine","vector_type":"dense","index_type":"serverless","#
                + #""metadata":{},"delete_protection":false}"#)
        #expect(
            try VectorSearchRequest(vector: [1], topK: 10).jsonText()
                == #"{"vector":[1.0],"top_k":10,"include_metadata":true,"include_values":true}"#)
        #expect(
            try TextVectorInput(text: "t", model: nil).jsonText()
                == #"{"text":"t","metadata":{},"delete_protection":false}"#)
    }

    @Test(arguments: [
        ("cosine", VectorMetric.cosine), ("Cosine", .cosine), ("euclidean", .euclidean), ("l2", .euclidean),
        ("dot_product", .dotProduct), ("dotproduct", .dotProduct), ("DOT-PRODUCT", .dotProduct), ("dot", .dotProduct),
        ("hamming", nil), ("", nil),
    ])
    func `a metric goes by several names`(_ name: String, _ metric: VectorMetric?) {
        #expect(VectorMetric.named(name) == metric)
    }

    @Test(arguments: [
        ("aws", VectorCloudProvider.aws), ("AWS", .aws), ("gcp", .gcp), ("AZURE", .azure), ("gravix", .gravix),
        ("hetzner", nil),
    ])
    func `a provider is known in any case`(_ name: String, _ provider: VectorCloudProvider?) {
        #expect(VectorCloudProvider.named(name) == provider)
    }

    @Test(arguments: [
        "{}", #"{"embedding":[1]}"#, #"{"id":null}"#, "[]", #""v""#,
    ])
    func `a vector without an id is refused`(_ json: String) {
        #expect(throws: JSONError.self) { try Vector(json: json) }
        #expect(throws: JSONError.self) { try TextVector(json: json) }
    }

    @Test func `a text's vector reads what stands beside it`() throws {
        let text = try TextVector(
            json: #"{"id":"v","embedding":[1],"text":"t","model":"m","usage":{"prompt_tokens":2},"x":1}"#)
        #expect(text.id == "v")
        #expect(text.embedding == [1])
        #expect(text.text == "t")
        #expect(text.model == "m")
        #expect(text.usage == EmbeddingUsage(promptTokens: 2))
        #expect(text.vector.additionalProperties == ["x": 1])
    }
}
