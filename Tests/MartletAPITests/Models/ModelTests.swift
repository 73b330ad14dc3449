import MartletAPI
import Testing

@Suite struct ModelTests {
    @Test(arguments: [
        #"{"object":"list","data":[{"id":"a"},{"id":"b","owned_by":null,"object":null}]}"#,
        #"{"data":[{"id":"a"},{"id":"b"}]}"#,
        #"{"models":[{"id":"a"},{"id":"b"}]}"#, #"[{"id":"a"},{"id":"b"}]"#,
        #"{"data":null,"models":[{"id":"a"},{"id":"b"}]}"#,
        #"{"data":[],"models":[{"id":"a"},{"id":"b"}]}"#,
    ])
    func `T28 models without owner and type are listed, under any name of the list`(json: String) throws {
        let list = try ModelList(json: json)
        #expect(list.data == [Model(id: "a"), Model(id: "b")])
        #expect(try ModelList(json: list.jsonBytes()) == list)
    }

    @Test func `T28 unknown members of a model are kept`() throws {
        let model = try Model(json: #"{"id":"m","owned_by":["o"],"context_length":8192}"#)
        #expect(model.ownedBy == nil)
        #expect(model.additionalProperties == ["owned_by": ["o"], "context_length": 8192])
    }

    @Test(arguments: ["{}", #"{"id":null}"#, #"{"id":{}}"#, #"{"name":"m"}"#])
    func `a model without a name is none`(json: String) throws {
        let error = try #require(throws: JSONError.self) { try Model(json: json) }
        #expect(error.code == .missingField)
    }

    @Test(arguments: ["[1]", #"[{"name":"m"}]"#, #""m""#, "7"])
    func `what is no list of models is an error`(json: String) {
        #expect(throws: JSONError.self) { try ModelList(json: json) }
    }

    @Test func `a list is written as OpenAI does`() throws {
        let list = ModelList([Model(id: "m", created: 1, ownedBy: "o")])
        #expect(try list.jsonText() == #"{"object":"list","data":[{"id":"m","created":1,"owned_by":"o"}]}"#)
    }
}
