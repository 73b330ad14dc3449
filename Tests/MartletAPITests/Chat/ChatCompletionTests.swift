import MartletAPI
import Testing

@Suite struct ChatCompletionTests {
    @Test func `text, reason and reasoning are those of the first choice`() throws {
        let completion = try ChatCompletion(
            json: """
                {"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop","reasoning_content":"r"},
                {"index":1,"message":{"role":"assistant","content":"b"},"finish_reason":"length"}]}
                """)
        #expect(completion.text == "a")
        #expect(completion.finishReason == .stop)
        #expect(completion.reasoningText == "r")
        #expect(ChatCompletion().text.isEmpty)
        #expect(ChatCompletion().finishReason == nil)
    }

    @Test(arguments: [
        #"{"message":{"content":"a"},"reasoning_content":"hm"}"#,
        #"{"message":{"content":"a","reasoning_content":"hm"}}"#,
        #"{"message":{"content":"a","reasoning":"hm"}}"#,
    ])
    func `T24 reasoning is found wherever the server puts it`(choice: String) throws {
        #expect(try ChatCompletionChoice(json: choice).reasoningText == "hm")
    }

    @Test func `T19 a choice that lacks everything is an empty answer of the assistant`() throws {
        let choice = try ChatCompletionChoice(json: "{}")
        #expect(choice.index == 0)
        #expect(choice.message == ChatMessage(role: .assistant, content: nil))
        #expect(choice.finishReason == nil)
        #expect(try ChatCompletionChoice(json: #"{"message":{"content":"a"}}"#).message.role == .assistant)
    }

    @Test func `a choice always has a message with content, and a reason`() throws {
        let choice = ChatCompletionChoice(message: ChatMessage(role: .assistant, content: nil))
        #expect(
            try choice.jsonText() == #"{"index":0,"message":{"role":"assistant","content":null},"finish_reason":null}"#)
    }

    @Test func `an error in a 200 is kept`() throws {
        let completion = try ChatCompletion(json: #"{"error":{"message":"overloaded"},"choices":null}"#)
        #expect(completion.additionalProperties["error"]?["message"] == "overloaded")
        #expect(completion.choices.isEmpty)
    }

    @Test(arguments: ["", "null", "[]", "<html>", #"{"choices":"#, #"{"choices":[{"message":{"content":"a}}]}"#])
    func `what is no completion at all is an error`(json: String) {
        #expect(throws: JSONError.self) { try ChatCompletion(json: json) }
    }

    @Test func `the newer members of a choice and a message are read`() throws {
        let completion = try ChatCompletion(
            json: """
                {"choices":[{"index":0,"message":{"role":"assistant","content":"a","audio":{"id":"x","expires_at":5,"data":"AA==",
                "transcript":"t"},"function_call":{"name":"f","arguments":{"a":1}}},"logprobs":{"content":[{"token":"a","logprob":-0.5,
                "bytes":[97],"top_logprobs":[{"token":"b","logprob":-1}]}]}}],"service_tier":"flex","system_fingerprint":"fp"}
                """)
        let choice = try #require(completion.choices.first)
        #expect(choice.message.audio?.id == "x")
        #expect(choice.message.audio?.expiresAt == 5)
        #expect(choice.message.functionCall == ToolCallFunction(name: "f", arguments: #"{"a":1}"#))
        #expect(choice.logprobs?.content?.first?.logprob == -0.5)
        #expect(choice.logprobs?.content?.first?.bytes == [97])
        #expect(choice.logprobs?.content?.first?.topLogprobs?.first?.token == "b")
        #expect(completion.serviceTier == .flex)
        #expect(completion.systemFingerprint == "fp")
    }
}
