import MartletAPI
import Testing

@Suite struct EmbeddingTests {
    @Test(arguments: [
        #"{"model":"m","input":"text"}"#,
        #"{"model":"m","input":["a","b"],"dimensions":256,"encoding_format":"base64","user":"u","x":1}"#,
        #"{"input":[1,2]}"#,
    ])
    func `a request survives the round trip`(_ json: String) throws {
        #expect(try JSONValue(json: EmbeddingRequest(json: json).jsonBytes()) == JSONValue(json: json))
    }

    @Test func `numbers and base64 give the same vector, and are written back as they came`() throws {
        // struct.pack("<4f", 0.5, -1.25, 3.4028235e38, 1e-45) in base64.
        let base64 = "AAAAPwAAoL///39/AQAAAA=="
        let vector: [Float] = [0.5, -1.25, .greatestFiniteMagnitude, .leastNonzeroMagnitude]
        let packed = try Embedding(json: #"{"object":"embedding","index":2,"embedding":"\#(base64)"}"#)
        #expect(packed.vector == vector)
        #expect(packed.encodingFormat == .base64)
        #expect(Embedding.base64(vector) == base64)
        #expect(try JSONValue(json: packed.jsonBytes())["embedding"]?.stringValue == base64)
        var plain = Embedding(vector: vector)
        plain.index = 2
        let again = try Embedding(json: plain.jsonBytes())
        #expect(again.vector == vector)
        #expect(again.encodingFormat == .float)
    }

    @Test func `a number is written in as many digits as a 32-bit float needs`() throws {
        #expect(try Embedding(vector: [0.1, -0.333_333_34]).jsonText() == #"{"embedding":[0.1,-0.33333334]}"#)
    }

    @Test(arguments: [#""no base64!""#, #""QUJD""#, "null", #"{"a":1}"#])
    func `what is no vector is kept and written back`(_ value: String) throws {
        let embedding = try Embedding(json: #"{"embedding":\#(value)}"#)
        #expect(embedding.vector.isEmpty)
        #expect(try JSONValue(json: embedding.jsonBytes())["embedding"] == JSONValue(json: value))
    }

    @Test func `vectors come in the order of the texts, whatever the order on the wire`() throws {
        let sorted = try EmbeddingResponse(json: #"{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}]}"#)
        #expect(sorted.vectors == [[1], [2]])
        let unnumbered = try EmbeddingResponse(json: #"{"data":[{"embedding":[1]},{"embedding":[2]}]}"#)
        #expect(unnumbered.data.map(\.index) == [0, 1])
    }

    @Test func `cosine similarity is that of the directions`() {
        #expect(Embedding.cosineSimilarity([1, 0], [5, 0]) == 1)
        #expect(Embedding.cosineSimilarity([1, 0], [0, 2]) == 0)
        #expect(Embedding.cosineSimilarity([1, 1], [-2, -2]) == -1)
        #expect(Embedding.cosineSimilarity([0, 0], [1, 1]) == 0)
        #expect(Embedding.cosineSimilarity([1], [1, 1]) == 0)
    }
}
