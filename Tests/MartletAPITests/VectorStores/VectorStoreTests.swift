import MartletAPI
import Testing

@Suite struct VectorStoreTests {
    /// As OpenAI's reference has it, and with members that are not modelled.
    private static let store = #"""
        {"id":"vs_1","object":"vector_store","created_at":1699061776,"name":"Support FAQ","usage_bytes":139920,
        "file_counts":{"in_progress":1,"completed":2,"failed":3,"cancelled":4,"total":10},"status":"in_progress",
        "expires_after":{"anchor":"last_active_at","days":7},"expires_at":1699666576,"last_active_at":1699061776,
        "metadata":{"a":"b"},"new":[1]}
        """#

    @Test func `a vector store is read as OpenAI writes it, and written back with all of it`() throws {
        let store = try VectorStore(json: Self.store)
        #expect(store.id == "vs_1")
        #expect(store.name == "Support FAQ")
        #expect(store.fileCounts.completed == 2)
        #expect(store.fileCounts.total == 10)
        #expect(store.status == .inProgress)
        #expect(store.expiresAfter == VectorStoreExpiration(days: 7))
        #expect(store.metadata == ["a": "b"])
        #expect(try JSONValue(json: store.jsonText()) == JSONValue(json: Self.store))
    }

    @Test(arguments: [
        #"{"id":"file-1","object":"vector_store.file","created_at":1,"vector_store_id":"vs_1","status":"failed","#
            + #""last_error":{"code":"unsupported_file","message":"No text."},"usage_bytes":12,"chunking_strategy":"#
            + #"{"type":"static","static":{"max_chunk_size_tokens":800,"chunk_overlap_tokens":400}},"#
            + #""attributes":{"year":2024,"draft":true,"region":"us"}}"#,
        #"{"id":"file-1","object":"vector_store.file","created_at":1,"vector_store_id":"vs_1","status":"dreaming","#
            + #""usage_bytes":0,"chunking_strategy":{"type":"other"},"new":null}"#,
    ])
    func `a file of a vector store survives a round trip, whatever is new in it`(_ json: String) throws {
        let file = try VectorStoreFile(json: json)
        #expect(try JSONValue(json: file.jsonText()) == JSONValue(json: json))
    }

    @Test(arguments: [
        (#"{"type":"auto"}"#, ChunkingStrategy.auto),
        (
            #"{"type":"static","static":{"max_chunk_size_tokens":200,"chunk_overlap_tokens":50}}"#,
            .static(maxChunkSizeTokens: 200, chunkOverlapTokens: 50)
        ),
        (#"{"type":"other"}"#, .unknown(["type": "other"])),
        (
            #"{"type":"static","static":{"max_chunk_size_tokens":"200"}}"#,
            .unknown(["type": "static", "static": ["max_chunk_size_tokens": "200"]])
        ),
        (#"{"type":"auto","more":1}"#, .unknown(["type": "auto", "more": 1])),
    ])
    func `a strategy is read, and written as it came`(_ json: String, _ strategy: ChunkingStrategy) throws {
        #expect(try ChunkingStrategy(json: json) == strategy)
        #expect(try JSONValue(json: strategy.jsonText()) == JSONValue(json: json))
    }

    @Test func `what a search found is read with the text of its passages`() throws {
        let page = try VectorStoreSearchPage(
            json: #"""
                {"object":"vector_store.search_results.page","search_query":["a"],"data":[
                {"file_id":"f","filename":"a.md","score":0.5,"attributes":{"x":1},
                 "content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}],
                "has_more":false,"next_page":null}
                """#)
        #expect(page.searchQuery == .texts(["a"]))
        #expect(page.data.first?.text == "one\n\ntwo")
        #expect(page.data.first?.score == 0.5)
    }

    @Test func `a change says what is cleared and what stays`() throws {
        #expect(try VectorStoreUpdate().jsonText() == "{}")
        #expect(
            try VectorStoreUpdate(name: "n", expiresAfter: .null).jsonText() == #"{"name":"n","expires_after":null}"#)
        #expect(try VectorStoreUpdate(json: #"{"metadata":null}"#).metadata == .null)
    }
}
