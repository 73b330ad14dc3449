import MartletAPI
import NIOCore
import Testing

@testable import Martlet

/// Events of a stream that are no JSON.
struct UnreadableChunkTests {
    private func texts(of body: String, skipping: Bool) throws(MartletError) -> [String] {
        var decoder = StreamDecoder<ChatCompletionChunk>(
            contentType: "text/event-stream", redactor: Redactor(secrets: []), skipsUnreadableChunks: skipping)
        try decoder.append(ByteBuffer(string: body))
        decoder.finish()
        var texts: [String] = []
        while let chunk = try decoder.next() { texts.append(chunk.text) }
        return texts
    }

    private func body(_ events: String...) -> String { events.map { "data: \($0)\n\n" }.joined() }
    private static let chunk = #"{"choices":[{"index":0,"delta":{"content":"a"}}]}"#

    @Test func `They end the stream`() throws {
        let error = try #require(throws: MartletError.self) {
            try texts(of: body(Self.chunk, "{oops", Self.chunk), skipping: false)
        }
        #expect(error.code == .decoding)
    }

    @Test func `They are left out where that is wanted`() throws {
        #expect(try texts(of: body(Self.chunk, "{oops", Self.chunk, "[DONE]"), skipping: true) == ["a", "a"])
    }

    @Test func `Errors that the server reports end the stream all the same`() throws {
        for event in [#"{"error":{"message":"no luck"}}"#, #"[{"error":{"message":"no luck"}}]"#] {
            let error = try #require(throws: MartletError.self) {
                try texts(of: body(Self.chunk, event), skipping: true)
            }
            #expect(error.message == "no luck")
        }
    }

    @Test func `The layers of options pass it on`() {
        var client = RequestOptions()
        client.skipsUnreadableChunks = true
        #expect(RequestOptions().over(client).skipsUnreadableChunks == true)
        var call = RequestOptions()
        call.skipsUnreadableChunks = false
        #expect(call.over(client).skipsUnreadableChunks == false)
    }
}
