import MartletAPI
import Testing

@Suite struct ChatCompletionAccumulatorTests {
    private func accumulated(_ chunks: some Sequence<ChatCompletionChunk>) throws -> ChatCompletion {
        var accumulator = ChatCompletionAccumulator()
        for chunk in chunks { try accumulator.add(chunk) }
        return accumulator.completion
    }

    @Test(arguments: StreamFixture.all)
    func `a stream makes the completion that it stands for`(stream: StreamFixture) throws {
        let expected = try ChatCompletion(json: stream.completion)
        let completion = try accumulated(stream.decodedChunks())
        #expect(completion == expected)
        #expect(try ChatCompletion(json: completion.jsonBytes()) == expected)
    }

    @Test(arguments: StreamFixture.all)
    func `every beginning of a stream is a beginning of its completion, and can be gone on from`(
        stream: StreamFixture
    ) throws {
        let expected = try ChatCompletion(json: stream.completion)
        let chunks = try stream.decodedChunks()
        for count in 0...chunks.count {
            var accumulator = ChatCompletionAccumulator()
            for chunk in chunks[..<count] { try accumulator.add(chunk) }
            let copy = accumulator
            let partial = accumulator.completion
            for choice in partial.choices {
                let whole = try #require(expected.choices.first { $0.index == choice.index })
                #expect(whole.message.text.utf8.starts(with: choice.message.text.utf8))
                #expect((whole.reasoningText ?? "").hasPrefix(choice.reasoningText ?? ""))
                for (call, wholeCall) in zip(choice.message.toolCalls ?? [], whole.message.toolCalls ?? []) {
                    #expect(call.id == wholeCall.id)
                    #expect(
                        wholeCall.function.arguments.hasPrefix(call.function.arguments)
                            || call.function.arguments == "{}")
                }
            }
            for chunk in chunks[count...] { try accumulator.add(chunk) }
            #expect(accumulator.completion == expected)
            #expect(copy.completion == partial)
        }
    }

    @Test(arguments: StreamFixture.all)
    func `where a text is cut does not matter`(stream: StreamFixture) throws {
        let expected = try ChatCompletion(json: stream.completion)
        let chunks = try stream.decodedChunks()
        for (place, chunk) in chunks.enumerated() {
            for halves in chunk.halves {
                let cut = chunks[..<place] + halves + chunks[(place + 1)...]
                #expect(try accumulated(cut) == expected)
            }
        }
    }

    @Test(arguments: StreamFixture.all)
    func `a stream ends when all of its choices have a reason`(stream: StreamFixture) throws {
        var accumulator = ChatCompletionAccumulator()
        #expect(!accumulator.isFinished)
        #expect(!accumulator.hasFinishReason)
        for chunk in try stream.decodedChunks() {
            #expect(accumulator.completion.choices.allSatisfy { $0.finishReason == nil } || accumulator.hasFinishReason)
            try accumulator.add(chunk)
        }
        #expect(accumulator.isFinished)
        #expect(accumulator.hasFinishReason)
    }

    @Test func `T18 an empty usage does not replace one that says something`() throws {
        let completion = try accumulated([
            ChatCompletionChunk(usage: CompletionUsage(promptTokens: 1, completionTokens: 2, totalTokens: 3)),
            ChatCompletionChunk(usage: CompletionUsage()), ChatCompletionChunk(),
        ])
        #expect(completion.usage?.totalTokens == 3)
        #expect(try accumulated([ChatCompletionChunk(usage: CompletionUsage())]).usage == nil)
    }

    @Test func `values of unexpected types do not get into the way of the answer`() throws {
        let chunk = try ChatCompletionChunk(
            json: """
                {"choices":[{"index":0,"delta":{"content":"a","tool_calls":{"x":1},"role":["r"]},"finish_reason":{"x":1},"logprobs":7}],
                "usage":"none","created":"today","x":1}
                """)
        let completion = try accumulated([chunk, chunk])
        #expect(
            try completion.jsonText()
                == #"{"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"aa"},"finish_reason":null}],"x":1}"#
        )
    }

    @Test func `a long stream takes linear time`() throws {
        var accumulator = ChatCompletionAccumulator()
        let chunk = try ChatCompletionChunk(
            json: """
                {"choices":[{"index":0,"delta":{"content":"word ","audio":{"data":"AAAAAAAA"},"function_call":{"arguments":"word "},
                "details":[{"text":"word"}],"tool_calls":[{"id":"c","function":{"name":"f","arguments":"["}}]},
                "logprobs":{"content":[{"token":"word ","logprob":-1}]}}]}
                """)
        for _ in 0..<20_000 { try accumulator.add(chunk) }
        let message = try #require(accumulator.completion.choices.first).message
        #expect(message.text.utf8.count == 100_000)
        #expect(message.audio?.data?.utf8.count == 160_000)
        #expect(message.additionalProperties["details"]?.arrayValue?.count == 20_000)
    }
}

extension ChatCompletionChunk {
    /// The chunk as two, for each place at which the text or the first tool call's arguments of its first choice can be
    /// cut.
    fileprivate var halves: [[ChatCompletionChunk]] {
        guard let choice = choices.first else { return [] }
        var first = self
        first.usage = nil
        first.choices = [ChatCompletionChunkChoice(delta: choice.delta, index: choice.index)]
        var second = self
        second.choices[0].delta.refusal = nil
        second.choices[0].delta.reasoningContent = nil
        second.choices[0].delta.reasoning = nil
        second.choices[0].delta.functionCall = nil
        second.choices[0].delta.audio = nil
        second.choices[0].delta.additionalProperties = [:]
        var all: [[ChatCompletionChunk]] = []
        if let content = choice.delta.content, choice.delta.additionalProperties["content"] == nil {
            for (head, tail) in content.cuts {
                first.choices[0].delta.content = head
                first.choices[0].delta.toolCalls = nil
                second.choices[0].delta.content = tail
                all.append([first, second])
            }
        }
        if let calls = choice.delta.toolCalls, let call = calls.first, let arguments = call.function?.arguments {
            for (head, tail) in arguments.cuts {
                var begin = call
                begin.function?.arguments = head
                var rest = ToolCallDelta()
                rest.index = call.index
                rest.function = ToolCallFunctionDelta()
                rest.function?.arguments = tail
                first.choices[0].delta = choice.delta
                first.choices[0].delta.toolCalls = [begin]
                second.choices[0].delta.content = nil
                second.choices[0].delta.toolCalls = [rest] + calls.dropFirst()
                all.append([first, second])
            }
        }
        return all
    }
}

extension String {
    /// The string cut in two between any two scalars, even within a character.
    fileprivate var cuts: [(String, String)] {
        unicodeScalars.indices.map { (String(unicodeScalars[..<$0]), String(unicodeScalars[$0...])) }
    }
}
