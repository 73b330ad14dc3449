import MartletAPI
import Testing

@Suite struct ListPageTests {
    @Test func `a list is written without the members about paging, and a page with them`() throws {
        let status = [ChatThread(id: "t", createdAt: 1)]
        let thread = #"{"id":"t","object":"thread","created_at":1,"metadata":{}}"#
        #expect(try ListPage(status).jsonText() == #"{"object":"list","data":[\#(thread)]}"#)
        #expect(
            try ListPage(status, firstID: "t", lastID: "t", hasMore: false).jsonText()
                == #"{"object":"list","data":[\#(thread)],"first_id":"t","last_id":"t","has_more":false}"#)
    }

    @Test func `null is an empty list`() throws {
        #expect(try ListPage<ChatThread>(json: #"{"data":null}"#).data.isEmpty)
    }

    @Test(arguments: ["{}", #"{"data":{}}"#, #"{"data":[{"id":"t"},{"object":"thread"}]}"#, "[]", #"{"data":[null]}"#])
    func `what is no list, or has an element that is none of it, is an error`(_ json: String) {
        #expect(throws: JSONError.self) { try ListPage<ChatThread>(json: json) }
    }

    @Test func `a deletion is written as OpenAI does`() throws {
        #expect(
            try DeletionStatus(id: "t", object: "thread.deleted").jsonText()
                == #"{"id":"t","object":"thread.deleted","deleted":true}"#)
        #expect(throws: JSONError.self) { try DeletionStatus(json: "{}") }
    }
}
