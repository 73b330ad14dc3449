import MartletAPI
import Testing

@Suite struct CompletionTests {
    @Test(arguments: [
        #"{"model":"m","prompt":"Once"}"#,
        #"{"model":"m","prompt":["a","b"],"best_of":3,"echo":true,"frequency_penalty":0.5,"logit_bias":{"50256":-99.5},"logprobs":2,"max_tokens":7,"n":2,"presence_penalty":-1.5,"seed":9,"stop":["\n"],"stream":true,"stream_options":{"include_usage":true},"suffix":"end","temperature":0.2,"top_p":0.9,"user":"u","top_k":40}"#,
        #"{"prompt":[1,2,3]}"#,
        #"{"prompt":[[1,2],[3]],"n":"two"}"#,
    ])
    func `a request survives the round trip`(_ json: String) throws {
        let request = try CompletionRequest(json: json)
        #expect(try JSONValue(json: request.jsonBytes()) == JSONValue(json: json.replacing(#"["\n"]"#, with: #""\n""#)))
    }

    @Test func `a request without a prompt is refused by name`() {
        let error = #expect(throws: JSONError.self) { try CompletionRequest(json: #"{"model":"m"}"#) }
        #expect(error?.code == .missingField)
        #expect(error?.message.contains("'prompt'") == true)
    }

    @Test(arguments: [
        (#"{"choices":[{"text":"a","index":0,"finish_reason":"stop"}]}"#, "a"),
        (#"{"choices":[{"content":"a"}]}"#, "a"),
        (#"{"choices":[{"delta":{"content":"a"}}]}"#, "a"),
        (#"{"choices":[{"delta":{"text":"a"}}]}"#, "a"),
        (#"{"text":"a"}"#, "a"), (#"{"content":"a","choices":[]}"#, "a"), (#"{"choices":[]}"#, ""), ("{}", ""),
    ])
    func `the text is read from wherever a server puts it`(_ json: String, _ text: String) throws {
        #expect(try Completion(json: json).text == text)
    }

    @Test func `an answer survives the round trip, unknown members too`() throws {
        let json = """
            {"id":"cmpl-1","object":"text_completion","created":5,"model":"m","choices":[{"text":"a b","index":0,
            "logprobs":{"tokens":["a"," b"],"token_logprobs":[null,-0.5],"top_logprobs":[null,{" b":-0.5}],
            "text_offset":[0,1],"extra":1},"finish_reason":"length","more":[]}],
            "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},"system_fingerprint":"f","timings":{}}
            """
        #expect(try JSONValue(json: Completion(json: json).jsonBytes()) == JSONValue(json: json))
    }

    @Test func `the chunks of several texts make the whole`() throws {
        var accumulator = CompletionAccumulator()
        for (text, index, reason) in [("a", 0, nil), ("x", 1, nil), ("b", 0, "stop"), ("y", 1, "length")] {
            var chunk = Completion(id: "c", choices: [CompletionChoice(text: text, index: index)])
            chunk.choices[0].finishReason = reason.map { FinishReason(rawValue: $0) }
            chunk.choices[0].logprobs = CompletionLogprobs()
            chunk.choices[0].logprobs?.tokens = [text]
            try accumulator.add(chunk)
        }
        try accumulator.add(Completion(usage: CompletionUsage(promptTokens: 1, completionTokens: 4, totalTokens: 5)))
        let whole = accumulator.completion
        #expect(whole.choices.map(\.text) == ["ab", "xy"])
        #expect(whole.choices.map(\.finishReason) == [.stop, .length])
        #expect(whole.choices.map(\.logprobs?.tokens) == [["a", "b"], ["x", "y"]])
        #expect(whole.usage?.totalTokens == 5)
        #expect(whole.id == "c")
    }

    @Test func `T31 the accumulator's memory is bounded`() throws {
        var accumulator = CompletionAccumulator(choices: 2, bytes: 10)
        try accumulator.add(
            Completion(choices: [CompletionChoice(text: "12345"), CompletionChoice(text: "", index: 7)]))
        #expect(throws: AccumulatorError.self) {
            try accumulator.add(Completion(choices: [CompletionChoice(text: "", index: -3)]))
        }
        #expect(throws: AccumulatorError.self) {
            try accumulator.add(Completion(choices: [CompletionChoice(text: "678901")]))
        }
        #expect(accumulator.completion.text == "12345")
    }
}
