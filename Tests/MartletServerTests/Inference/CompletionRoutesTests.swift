import MartletAPI
import MartletServer
import MartletTesting
import NIOCore
import Testing

@Suite struct CompletionRoutesTests {
    private struct Events: AsyncSequence, Sendable {
        typealias Element = ByteBuffer
        typealias Failure = any Error
        var pieces: [String]

        struct Iterator: AsyncIteratorProtocol {
            var pieces: ArraySlice<String>
            mutating func next() async throws -> ByteBuffer? { pieces.popFirst().map { ByteBuffer(string: $0) } }
        }

        func makeAsyncIterator() -> Iterator { Iterator(pieces: pieces[...]) }
    }

    private func ask(_ body: String, _ answer: EngineAnswer) async throws -> RawConnection.Answer {
        try await withPlatform(engine: StubEngine(completion: answer)) { platform in
            try await RawConnection.ask(port: platform.port, "POST", "/v1/inference/completions", body: body)
        }
    }

    @Test func `a whole answer and a stream go out as the engine made them`() async throws {
        let whole = #"{"id":"cmpl-1","choices":[{"text":"a","finish_reason":"stop"}]}"#
        let answer = try await ask(#"{"model":"chat","prompt":"x"}"#, .whole(ByteBuffer(string: whole)))
        #expect(answer.status == 200)
        #expect(answer.body == whole)
        let events = "data: \(whole)\n\n"
        let streamed = try await ask(
            #"{"model":"chat","prompt":"x","stream":true}"#, .streamed(Events(pieces: [events, "data: [DONE]\n\n"])))
        #expect(streamed.header("content-type") == "text/event-stream")
        #expect(streamed.body == events + "data: [DONE]\n\n")
    }

    @Test func `T73 a stream that ends in the middle is an error, not a stop`() async throws {
        let event = #"data: {"choices":[{"text":"a","index":0,"finish_reason":null}]}"# + "\n\n"
        let answer = try await ask(
            #"{"model":"chat","prompt":"x","stream":true}"#, .streamed(Events(pieces: [event])))
        #expect(answer.body.contains("answer_truncated"))
        #expect(!answer.body.contains("[DONE]"))
    }

    @Test(arguments: [
        (#"{"model":"chat"}"#, "prompt"), (#"{"prompt":[]}"#, "prompt"), (#"{"prompt":"a","n":0}"#, "n"),
        (#"{"prompt":"a","n":17}"#, "n"), (#"{"prompt":"a","n":2,"best_of":1}"#, "best_of"),
        (#"{"prompt":"a","best_of":3,"stream":true}"#, "best_of"), (#"{"prompt":"a","max_tokens":0}"#, "max_tokens"),
        (#"{"prompt":"a","temperature":3}"#, "temperature"), (#"{"prompt":"a","logprobs":99}"#, "logprobs"),
        (#"{"prompt":"a","stop":""}"#, "stop"), (#"{"prompt":"a","seed":"x"}"#, "seed"),
        (#"{"prompt":"a","logit_bias":{"1":101}}"#, "logit_bias"),
    ])
    func `T65 what cannot be done is a 400 that names it`(_ body: String, _ parameter: String) async throws {
        try await withPlatform(engine: StubEngine()) { platform in
            let answer = try await RawConnection.ask(port: platform.port, "POST", "/v1/completions", body: body)
            #expect(answer.status == 400)
            #expect(ErrorBody(try JSONValue(json: answer.body))?.parameter == parameter)
        }
    }
}
