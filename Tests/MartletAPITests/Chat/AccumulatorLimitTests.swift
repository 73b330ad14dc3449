import MartletAPI
import Testing

@Suite struct AccumulatorLimitTests {
    private typealias Limits = ChatCompletionAccumulator.Limits

    private func chunk(_ json: String) throws -> ChatCompletionChunk { try ChatCompletionChunk(json: json) }

    private func chunk(choice index: Int = 0, calls: [Int]) -> ChatCompletionChunk {
        var delta = ChatCompletionDelta()
        delta.toolCalls = calls.map { call in
            var piece = ToolCallDelta()
            piece.index = call
            piece.function = ToolCallFunctionDelta()
            piece.function?.arguments = " "
            return piece
        }
        return ChatCompletionChunk(choices: [ChatCompletionChunkChoice(delta: delta, index: index)])
    }

    @Test func `the limits are those that the documentation names`() {
        #expect(Limits() == Limits(choices: 128, newToolCallsPerChunk: 128, toolCalls: 1_024, bytes: 64 << 20))
    }

    @Test func `more choices than the limit are refused`() throws {
        func choices(_ indices: some Sequence<Int>) -> ChatCompletionChunk {
            ChatCompletionChunk(
                choices: indices.map { ChatCompletionChunkChoice(delta: ChatCompletionDelta(content: "a"), index: $0) })
        }
        var accumulator = ChatCompletionAccumulator()
        try accumulator.add(choices(0..<127))
        // The same choice many times is one.
        try accumulator.add(choices(Array(repeating: 999, count: 500)))
        let before = accumulator.completion
        let error = try #require(throws: AccumulatorError.self) { try accumulator.add(choices([5, -1])) }
        #expect(error == AccumulatorError(limit: "choices", value: 128))
        #expect(error.description == "The stream has more choices than the limit of 128.")
        #expect(accumulator.completion == before)
        #expect(throws: AccumulatorError.self) { try accumulator.add(choices(2_000..<5_000)) }
        try accumulator.add(choices([0, 126, 999]))
        #expect(accumulator.completion.choices.count == 128)
    }

    @Test func `T31 more new tool calls in one chunk than the limit are refused`() throws {
        var accumulator = ChatCompletionAccumulator()
        try accumulator.add(chunk(calls: Array(0..<128)))
        let before = accumulator.completion
        let error = try #require(throws: AccumulatorError.self) {
            try accumulator.add(chunk(calls: Array(1_000..<1_129)))
        }
        #expect(error == AccumulatorError(limit: "tool calls in one chunk", value: 128))
        #expect(accumulator.completion == before)
        // Pieces of calls that have begun are not new calls.
        try accumulator.add(chunk(calls: Array(0..<128) + Array(0..<128)))
        #expect(accumulator.completion.choices[0].message.toolCalls?.count == 128)
    }

    @Test func `T31 more tool calls of one choice than the limit are refused`() throws {
        var accumulator = ChatCompletionAccumulator()
        for start in stride(from: 0, to: 1_024, by: 128) {
            try accumulator.add(chunk(calls: Array(start..<(start + 128))))
        }
        #expect(throws: AccumulatorError(limit: "tool calls of one choice", value: 1_024)) {
            try accumulator.add(chunk(calls: [5_000]))
        }
        try accumulator.add(chunk(calls: [0, 1_023, 512]))
        // Another choice has calls of its own.
        try accumulator.add(chunk(choice: 1, calls: [5_000]))
        #expect(accumulator.completion.choices.map { $0.message.toolCalls?.count } == [1_024, 1])
    }

    @Test func `T31 a choice that is in a chunk many times has one limit`() throws {
        let part = chunk(calls: Array(0..<100)).choices[0]
        let other = chunk(calls: Array(100..<200)).choices[0]
        var accumulator = ChatCompletionAccumulator()
        #expect(throws: AccumulatorError.self) { try accumulator.add(ChatCompletionChunk(choices: [part, other])) }
        #expect(accumulator.completion.choices.isEmpty)
        try accumulator.add(ChatCompletionChunk(choices: [part, part]))
        #expect(accumulator.completion.choices[0].message.toolCalls?.count == 100)
    }

    @Test func `text is counted to the byte`() throws {
        var accumulator = ChatCompletionAccumulator(limits: Limits(bytes: 10))
        try accumulator.add(
            chunk(#"{"choices":[{"delta":{"content":"12345"}},{"index":1,"delta":{"reasoning":"678é"}}]}"#))
        let before = accumulator.completion
        #expect(throws: AccumulatorError(limit: "bytes", value: 10)) {
            try accumulator.add(chunk(#"{"id":"c","choices":[{"delta":{"content":"x"},"finish_reason":"stop"}]}"#))
        }
        #expect(accumulator.completion == before)
        try accumulator.add(chunk(#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#))
    }

    @Test(arguments: [
        #"{"choices":[{"delta":{"content":"12345678"}}]}"#, #"{"choices":[{"delta":{"refusal":"12345678"}}]}"#,
        #"{"choices":[{"delta":{"reasoning":"12345678"}}]}"#,
        #"{"choices":[{"delta":{"reasoning_content":"12345678"}}]}"#,
        #"{"choices":[{"delta":{"function_call":{"name":"12345678"}}}]}"#,
        #"{"choices":[{"delta":{"function_call":{"arguments":"12345678"}}}]}"#,
        #"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"12345678"}}]}}]}"#,
        #"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"12345678"}}]}}]}"#,
        #"{"choices":[{"delta":{"tool_calls":[{"index":0}]}}]}"#,
        #"{"choices":[{"delta":{"audio":{"data":"12345678"}}}]}"#,
        #"{"choices":[{"delta":{"audio":{"transcript":"12345678"}}}]}"#,
        #"{"choices":[{"delta":{"parts":[1,{"x":[]}]}}]}"#,
        #"{"choices":[{"delta":{"content":[{"type":"x","text":"12345678"}]}}]}"#,
        #"{"choices":[{"delta":{},"logprobs":{"content":[{"token":"a"}]}}]}"#,
        #"{"choices":[{"delta":{},"logprobs":{"refusal":[{"token":"a","top_logprobs":[{"token":"b"}]}]}}]}"#,
        #"{"choices":[{"delta":{"function_call":{"x":1}}}]}"#,
        #"{"choices":[{"delta":{"tool_calls":[{"index":0,"x":1}]}}]}"#,
    ])
    func `memory is bounded whatever a chunk brings again and again`(json: String) throws {
        let chunk = try chunk(json)
        var accumulator = ChatCompletionAccumulator(limits: Limits(bytes: 2_000))
        #expect(throws: AccumulatorError(limit: "bytes", value: 2_000)) {
            for _ in 0..<1_000 { try accumulator.add(chunk) }
        }
    }

    @Test(arguments: [
        #"{"choices":[{"delta":{"KEY":"12345678"}}]}"#, #"{"choices":[{"delta":{},"KEY":1}]}"#, #"{"KEY":null}"#,
    ])
    func `memory is bounded whatever the members are called`(json: String) throws {
        var accumulator = ChatCompletionAccumulator(limits: Limits(bytes: 2_000))
        #expect(throws: AccumulatorError(limit: "bytes", value: 2_000)) {
            for number in 0..<1_000 {
                try accumulator.add(chunk(json.split(separator: "KEY").joined(separator: "key \(number)")))
            }
        }
    }

    @Test func `what every chunk brings again is counted once`() throws {
        // Perplexity sends its citations and the whole message so far with every piece of it.
        let sources = String(repeating: "s", count: 500)
        var accumulator = ChatCompletionAccumulator(limits: Limits(bytes: 3_000))
        for number in 0..<1_000 {
            try accumulator.add(
                chunk(
                    """
                    {"choices":[{"delta":{"content":"a","note":"\(sources)"},"message":{"content":"\(sources)"},"filter":"\(sources)"}],
                    "citations":["\(sources)"],"number":\(number)}
                    """))
        }
        #expect(accumulator.completion.text.utf8.count == 1_000)
    }

    @Test func `T31 indices that change all the time are bounded too`() throws {
        var accumulator = ChatCompletionAccumulator(limits: Limits(bytes: 10_000))
        #expect(throws: AccumulatorError(limit: "bytes", value: 10_000)) {
            for index in 0..<10_000 {
                try accumulator.add(chunk(#"{"choices":[{"delta":{"tool_calls":[{"index":\#(index),"id":"same"}]}}]}"#))
            }
        }
        #expect(accumulator.completion.choices[0].message.toolCalls?.count == 1)
    }
}
