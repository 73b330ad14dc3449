import Testing

@testable import MartletAPI

@Suite struct ChunkReasoningSplitterTests {
    private func chunk(
        _ content: String?, index: Int = 0, reasoning: String? = nil, finish: FinishReason? = nil
    ) -> ChatCompletionChunk {
        var delta = ChatCompletionDelta(content: content)
        delta.reasoningContent = reasoning
        return ChatCompletionChunk(
            choices: [ChatCompletionChunkChoice(delta: delta, index: index, finishReason: finish)])
    }

    private func split(_ chunks: [ChatCompletionChunk]) throws -> ChatCompletion {
        var splitter = ChunkReasoningSplitter()
        var accumulator = ChatCompletionAccumulator()
        for chunk in chunks {
            var chunk = chunk
            splitter.split(&chunk)
            try accumulator.add(chunk)
        }
        if let rest = splitter.finish() { try accumulator.add(rest) }
        return accumulator.completion
    }

    @Test func `each choice has its own blocks`() throws {
        let completion = try split([
            chunk("<think>a"), chunk("plain <th", index: 1), chunk("b</think>one"), chunk("ink", index: 1),
            chunk(nil, finish: .stop), chunk(nil, index: 1, finish: .stop),
        ])
        #expect(completion.choices[0].message.text == "one")
        #expect(completion.choices[0].reasoningText == "ab")
        #expect(completion.choices[1].message.text == "plain <think")
        #expect(completion.choices[1].reasoningText == nil)
    }

    @Test func `the server's own separation wins, and the content is left alone`() throws {
        let completion = try split([
            chunk(nil, reasoning: "why"), chunk("<think>x</think>y"), chunk(nil, finish: .stop),
        ])
        #expect(completion.text == "<think>x</think>y")
        #expect(completion.reasoningText == "why")
    }

    @Test func `an empty reasoning in every chunk is no separation`() throws {
        let completion = try split([chunk("<think>x", reasoning: ""), chunk("</think>y", reasoning: "")])
        #expect(completion.text == "y")
        #expect(completion.reasoningText == "x")
    }

    @Test func `what was held back comes with the reason, and without one at the end`() throws {
        #expect(try split([chunk("1 <"), chunk(nil, finish: .length)]).text == "1 <")
        #expect(try split([chunk("1 <")]).text == "1 <")
        #expect(try split([chunk("<thi"), chunk("nk>a", finish: .length)]).reasoningText == "a")
    }

    @Test func `a choice far out of range stays as it is`() throws {
        for index in [-1, 128, .max] {
            var chunk = chunk("<think>a</think>b", index: index)
            let before = chunk
            var splitter = ChunkReasoningSplitter()
            splitter.split(&chunk)
            #expect(chunk == before)
        }
    }

    @Test func `a whole answer is split unless the server did it`() throws {
        var completion = try ChatCompletion(
            json: """
                {"choices":[{"index":0,"message":{"role":"assistant","content":"<think>a</think>b"}},
                {"index":1,"message":{"role":"assistant","content":"<think>a</think>b","reasoning":"r"}},
                {"index":2,"reasoning_content":"r","message":{"role":"assistant","content":"<think>a</think>b"}},
                {"index":3,"message":{"role":"assistant","content":null}}]}
                """)
        completion.splitReasoning()
        #expect(completion.choices.map(\.message.text) == ["b", "<think>a</think>b", "<think>a</think>b", ""])
        #expect(completion.choices.map(\.reasoningText) == ["a", "r", "r", nil])
    }
}
