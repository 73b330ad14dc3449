import MartletAPI
import MartletTesting
import Testing

@testable import Martlet

/// Chats over the Responses API.
@Suite(.inTurn, .timeLimit(.minutes(20))) struct ResponsesChatModelTests {
    private func chunks(_ events: [String], usage: Bool = false) throws -> [ChatCompletionChunk] {
        var chunks = ResponseChunks(includesUsage: usage)
        return try events.flatMap { event in
            let data = try #require(event.split(separator: "\n").first { $0.hasPrefix("data: ") }).dropFirst(6)
            return chunks.add(try ResponseStreamEvent(json: String(data)))
        }
    }

    private func completion(_ chunks: [ChatCompletionChunk]) throws -> ChatCompletion {
        var accumulator = ChatCompletionAccumulator()
        for chunk in chunks { try accumulator.add(chunk) }
        return accumulator.completion
    }

    @Test func `a chat is answered`() async throws {
        try await withClient(of: [.json(ResponseSample.response("<think>hm</think>Hi"))]) { client, server in
            let answer = try await client.responses.chatModel.complete(Sample.request)
            #expect(answer.text == "Hi")
            #expect(answer.reasoningText == "hm")
            #expect(answer.finishReason == .stop)
            #expect(answer.usage?.promptTokens == 9)
            #expect(
                server.requests[0].bodyText
                    == #"{"model":"smollm2","input":[{"type":"message","role":"user","content":"Hello!"}],"store":false}"#
            )
            #expect(server.requests[0].path == "/v1/responses")
        }
    }

    @Test func `a chat is streamed`() async throws {
        let events =
            [ResponseSample.created, ResponseSample.delta("<thi"), ResponseSample.delta("nk>hm</think>Hel")]
            + [ResponseSample.delta("lo"), ResponseSample.completed("<think>hm</think>Hello")]
        try await withClient(of: [.eventStream(events)]) { client, server in
            var request = Sample.request
            request.streamOptions = StreamOptions(includeUsage: true)
            var chunks: [ChatCompletionChunk] = []
            for try await chunk in try await client.responses.chatModel.stream(request) { chunks.append(chunk) }
            let answer = try completion(chunks)
            #expect(answer.text == "Hello")
            #expect(answer.reasoningText == "hm")
            #expect(answer.id == "resp_1")
            #expect(answer.model == "smollm2")
            #expect(answer.finishReason == .stop)
            #expect(answer.usage?.totalTokens == 11)
            #expect(
                server.requests[0].bodyText
                    == #"{"model":"smollm2","input":[{"type":"message","role":"user","content":"Hello!"}],"#
                    + #""store":false,"stream":true}"#)
        }
    }

    @Test func `a stream that breaks off is an error with what had come`() async throws {
        try await withClient(of: [.eventStream([ResponseSample.created, ResponseSample.delta("Hel")])]) { client, _ in
            var text = ""
            let stream = try await client.responses.chatModel.stream(Sample.request)
            let error = try await errorOf { for try await chunk in stream { text += chunk.text } }
            #expect(text == "Hel")
            #expect(error.code == .truncated)
            #expect(error.partial?.text == "Hel")
        }
    }

    @Test func `a toolbox runs over it`() async throws {
        let answers = [
            ResponseSample.response(output: ResponseSample.call("c1", "now")), ResponseSample.response("Noon."),
        ]
        let toolbox = try Toolbox([
            Tool("now", schema: ["type": "object", "properties": [:]]) { (_: JSONValue) async throws in "12:00" }
        ])
        try await withClient(of: answers.map { .json($0) }) { client, server in
            let conversation = try await client.responses.chatModel.complete(Sample.request, using: toolbox)
            #expect(conversation.completion.text == "Noon.")
            let input = try ResponseRequest(json: server.requests[1].body).input?.items
            #expect(input?.map(\.type) == ["message", "function_call", "function_call_output"])
            #expect(input?.last == .functionCallOutput("12:00", answering: "c1"))
        }
    }

    @Test func `what the Responses API does not have is refused by its name, or sent on demand`() async throws {
        try await withClient(of: [.json(ResponseSample.response())]) { client, server in
            var request = Sample.request
            request.stop = ["x"]
            request.seed = 7
            request.enableThinking = false
            var model = client.responses.chatModel
            let error = try await errorOf { try await model.complete(request) }
            #expect(error.code == .invalidArgument)
            #expect(error.message.contains("'seed', 'stop'"))
            #expect(server.requestCount == 0)
            model.sendsUnsupportedParameters = true
            _ = try await model.complete(request)
            let sent = try JSONValue(json: server.requests[0].body)
            #expect(sent["stop"] == ["x"] || sent["stop"] == "x")
            #expect(sent["seed"] == 7)
            #expect(sent["enable_thinking"] == false)
            request.tools = [ToolDefinition(type: .custom, function: nil)]
            #expect(try await errorOf { try await model.complete(request) }.code == .invalidArgument)
        }
    }

    @Test func `parameters that change nothing are not refused`() async throws {
        try await withClient(of: [.json(ResponseSample.response())]) { client, server in
            var request = Sample.request
            request.n = 1
            request.frequencyPenalty = 0
            request.presencePenalty = 0
            request.stop = []
            request.logitBias = [:]
            _ = try await client.responses.chatModel.complete(request)
            #expect(server.requestCount == 1)
        }
    }

    @Test func `reasoning is sent back where the model takes it`() async throws {
        try await withClient(of: [.json(ResponseSample.response())]) { client, server in
            var request = Sample.request
            var answer = ChatMessage.assistant("Hi")
            answer.reasoningContent = "hm"
            request.messages += [answer, .user("And?")]
            var model = client.responses.chatModel
            _ = try await model.complete(request)
            model.includesReasoning = true
            _ = try await model.complete(request)
            let inputs = try server.requests.map { try ResponseRequest(json: $0.body).input?.items.map(\.type) }
            #expect(inputs == [["message", "message", "message"], ["message", "reasoning", "message", "message"]])
        }
    }

    // MARK: Chunks

    @Test func `reasoning, refusals and calls become pieces of a chat`() throws {
        let chunks = try chunks([
            ResponseSample.created,
            ResponseSample.event(
                "response.reasoning_summary_text.delta", #""item_id":"rs","summary_index":0,"delta":"a""#),
            ResponseSample.event(
                "response.reasoning_summary_text.delta", #""item_id":"rs","summary_index":1,"delta":"b""#),
            ResponseSample.event("response.refusal.delta", #""item_id":"m","content_index":0,"delta":"n""#),
            ResponseSample.event("response.refusal.delta", #""item_id":"m","content_index":0,"delta":"o""#),
            ResponseSample.event("response.refusal.done", #""item_id":"m","content_index":0,"refusal":"no""#),
            ResponseSample.event(
                "response.output_item.added",
                #""output_index":2,"item":{"type":"function_call","id":"f1","call_id":"c1","name":"f","arguments":""}"#),
            ResponseSample.event(
                "response.output_item.added",
                #""output_index":3,"item":{"type":"function_call","id":"f2","call_id":"c2","name":"g","arguments":""}"#),
            ResponseSample.event(
                "response.function_call_arguments.delta", #""item_id":"f2","output_index":3,"delta":"{\"b\":""#),
            ResponseSample.event(
                "response.function_call_arguments.delta", #""item_id":"f1","output_index":2,"delta":"{}""#),
            ResponseSample.event(
                "response.function_call_arguments.delta", #""item_id":"f2","output_index":3,"delta":"2}""#),
            ResponseSample.event(
                "response.function_call_arguments.done", #""item_id":"f2","output_index":3,"arguments":"{\"b\":2}""#),
            ResponseSample.event(
                "response.output_item.done",
                #""output_index":2,"item":{"type":"function_call","id":"f1","call_id":"c1","name":"f","arguments":"{}"}"#
            ),
            ResponseSample.event("response.completed", #""response":{"id":"resp_1","status":"completed"}"#),
        ])
        let answer = try completion(chunks)
        #expect(answer.reasoningText == "a\n\nb")
        #expect(answer.choices.first?.message.refusal == "no")
        let calls = answer.choices.first?.message.toolCalls
        #expect(calls?.map(\.id) == ["c1", "c2"])
        #expect(calls?.map(\.function.name) == ["f", "g"])
        #expect(calls?.map(\.function.arguments) == ["{}", #"{"b":2}"#])
        #expect(answer.finishReason == .toolCalls)
        #expect(answer.usage == nil)
    }

    @Test func `thoughts that are shown take the place of their summary`() throws {
        let answer = try completion(
            chunks([
                ResponseSample.event("response.reasoning_text.delta", #""item_id":"rs","delta":"x""#),
                ResponseSample.event(
                    "response.reasoning_summary_text.delta", #""item_id":"rs","summary_index":0,"delta":"a""#),
                ResponseSample.delta("Hi"), ResponseSample.completed("Hi"),
            ]))
        #expect(answer.reasoningText == "x")
        #expect(answer.text == "Hi")
    }

    @Test func `what comes without pieces is not lost, and what came in pieces is not doubled`() throws {
        let output =
            #"{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},"#
            + ResponseSample.message("Hi") + "," + ResponseSample.call("c1", "f")
        let whole = ResponseSample.event(
            "response.completed", #""response":\#(ResponseSample.response(output: output))"#)
        for events in [[whole], [ResponseSample.created, ResponseSample.delta("Hi"), whole]] {
            let answer = try completion(chunks(events, usage: true))
            #expect(answer.text == "Hi")
            #expect(answer.reasoningText == "hm")
            #expect(answer.choices.first?.message.toolCalls?.map(\.id) == ["c1"])
            #expect(answer.usage?.totalTokens == 11)
            #expect(answer.finishReason == .toolCalls)
        }
        let items = try completion(
            chunks([
                ResponseSample.event(
                    "response.output_item.done", #""output_index":0,"item":\#(ResponseSample.message("Hi"))"#),
                ResponseSample.event(
                    "response.output_item.done", #""output_index":1,"item":\#(ResponseSample.call("c1", "f"))"#), whole,
            ]))
        #expect(items.text == "Hi")
        #expect(items.choices.first?.message.toolCalls?.count == 1)
        let texts = try completion(
            chunks([
                ResponseSample.event("response.output_text.done", #""item_id":"m","content_index":0,"text":"Hi""#),
                whole,
            ]))
        #expect(texts.text == "Hi")
    }

    @Test(arguments: [("max_output_tokens", FinishReason.length), ("content_filter", .contentFilter)])
    func `T67 an incomplete response has the reason of a chat`(_ reason: String, _ finish: FinishReason) throws {
        let answer = try completion(
            chunks([
                ResponseSample.delta("Hi"),
                ResponseSample.event(
                    "response.incomplete", #""response":{"id":"r","incomplete_details":{"reason":"\#(reason)"}}"#),
            ]))
        #expect(answer.finishReason == finish)
    }
}
