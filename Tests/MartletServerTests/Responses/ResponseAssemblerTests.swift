import MartletAPI
import MartletTesting
import Testing

@testable import MartletServer

struct ResponseAssemblerTests {
    private static func assembler(
        _ tools: [ResponseTool] = [], firstNumber: Int = 0, topLogprobs: Int? = nil
    ) throws -> ResponseAssembler {
        var object = ResponseObject(id: "resp_1", createdAt: 1, status: .inProgress, model: "scripted")
        object.topLogprobs = topLogprobs
        return ResponseAssembler(object, tools: try ResponseTools(tools), firstNumber: firstNumber)
    }

    private static func chunk(_ delta: ChatCompletionDelta, _ reason: FinishReason? = nil) -> ChatCompletionChunk {
        ChatCompletionChunk(
            id: "c", created: 1, model: "scripted",
            choices: [ChatCompletionChunkChoice(delta: delta, finishReason: reason)])
    }

    private static func text(_ text: String) -> ChatCompletionChunk { chunk(ChatCompletionDelta(content: text)) }

    private static func end(_ reason: FinishReason) -> ChatCompletionChunk { chunk(ChatCompletionDelta(), reason) }

    private static func call(
        _ index: Int, id: ToolCallID? = nil, name: String? = nil, arguments: String? = nil
    ) -> ChatCompletionChunk {
        var piece = ToolCallDelta()
        piece.index = index
        piece.id = id
        piece.function = ToolCallFunctionDelta()
        piece.function?.name = name
        piece.function?.arguments = arguments
        var delta = ChatCompletionDelta()
        delta.toolCalls = [piece]
        return chunk(delta)
    }

    /// Everything that is told of an answer.
    private static func events(
        _ assembler: inout ResponseAssembler, _ chunks: [ChatCompletionChunk]
    ) -> [ResponseStreamEvent] {
        assembler.create()
        assembler.begin()
        for chunk in chunks { assembler.add(chunk) }
        assembler.close(now: 7)
        assembler.end()
        return assembler.takeEvents()
    }

    private static func types(_ events: [ResponseStreamEvent]) -> [String] {
        events.map { $0.type?.rawValue.replacing("response.", with: "") ?? "?" }
    }

    @Test func `A text is told in OpenAI's order, and numbered without a gap`() throws {
        var assembler = try Self.assembler()
        let events = Self.events(&assembler, [Self.text("Hel"), Self.text("lo"), Self.end(.stop)])
        #expect(
            Self.types(events) == [
                "created", "in_progress", "output_item.added", "content_part.added", "output_text.delta",
                "output_text.delta", "output_text.done", "content_part.done", "output_item.done", "completed",
            ])
        #expect(events.map(\.sequenceNumber) == Array(0..<10))
        #expect(events.map(\.text).joined() == "Hello")
        #expect(assembler.response.outputText == "Hello")
        #expect(assembler.response.status == .completed)
        #expect(assembler.response.completedAt == 7)
        #expect(events.last?.response == assembler.response)
        #expect(events.first?.response?.output == [])
    }

    @Test func `What goes over the wire is read back as the same events`() throws {
        var assembler = try Self.assembler([.function("f"), .custom(ResponseCustomTool(name: "patch"))])
        var reasoning = ChatCompletionDelta()
        reasoning.reasoningContent = "Hm 🙂\n"
        let events = Self.events(
            &assembler,
            [
                Self.chunk(reasoning), Self.text("a\n\nb"), Self.call(0, id: "c0", name: "f", arguments: "{}"),
                Self.call(1, id: "c1", name: "patch", arguments: #"{"input":"*** Begin"}"#), Self.end(.toolCalls),
            ])
        let caught = try Caller.events(String(decoding: events.encoded, as: UTF8.self))
        #expect(caught.map(\.name) == events.map { $0.type?.rawValue })
        #expect(try caught.map { try ResponseStreamEvent(json: $0.data.jsonBytes()) } == events)
        // The same when it is kept and read from any place.
        guard case .stored(let kept) = ResponseEvents.stored(events.encoded, from: 3) else {
            Issue.record("It is not stored.")
            return
        }
        #expect(kept.map { Array($0) } == events.dropFirst(3).map(\.encoded))
    }

    @Test func `Reasoning is an item of its own before the message`() throws {
        var assembler = try Self.assembler()
        var thought = ChatCompletionDelta()
        thought.reasoningContent = "Hm."
        let events = Self.events(&assembler, [Self.chunk(thought), Self.text("Yes"), Self.end(.stop)])
        #expect(
            Self.types(events).dropFirst(2).prefix(8) == [
                "output_item.added", "content_part.added", "reasoning_text.delta", "reasoning_text.done",
                "content_part.done", "output_item.done", "output_item.added", "content_part.added",
            ])
        #expect(assembler.response.output.map(\.type) == ["reasoning", "message"])
        guard case .reasoning(let item)? = assembler.response.output.first else { return }
        #expect(item.content == [.reasoningText("Hm.")])
        #expect(item.summary == [])
        #expect(assembler.response.outputText == "Yes")
    }

    @Test func `Parallel calls are items in their order, each with its own deltas`() throws {
        var assembler = try Self.assembler([.function("f"), .function("g")])
        let events = Self.events(
            &assembler,
            [
                Self.call(0, id: "c0", name: "f", arguments: ""), Self.call(0, arguments: #"{"a""#),
                Self.call(1, id: "c1", name: "g", arguments: #"{"b":2}"#), Self.call(0, arguments: ":1}"),
                Self.end(.toolCalls),
            ])
        #expect(
            Self.types(events).dropFirst(2) == [
                "output_item.added", "function_call_arguments.delta", "output_item.added",
                "function_call_arguments.delta", "function_call_arguments.delta", "function_call_arguments.done",
                "output_item.done", "function_call_arguments.done", "output_item.done", "completed",
            ])
        let calls = assembler.response.functionCalls
        #expect(calls.map(\.callID) == ["c0", "c1"])
        #expect(calls.map(\.name) == ["f", "g"])
        #expect(calls.map(\.arguments) == [#"{"a":1}"#, #"{"b":2}"#])
        #expect(calls.map(\.status) == [.completed, .completed])
        for (index, call) in calls.enumerated() {
            let pieces = events.compactMap { event -> String? in
                guard case .functionCallArgumentsDelta(let piece) = event, piece.outputIndex == index else {
                    return nil
                }
                return piece.text
            }
            #expect(pieces.joined() == call.arguments)
        }
    }

    @Test func `White space in front of calls is no message, and in front of a text it is part of it`() throws {
        var calling = try Self.assembler([.function("f")])
        _ = Self.events(
            &calling,
            [Self.text("\n"), Self.text("\n"), Self.call(0, id: "c", name: "f", arguments: "{}"), Self.end(.toolCalls)])
        #expect(calling.response.output.map(\.type) == ["function_call"])
        for (pieces, text) in [(["\n", " ", "a", "\n", "b\n"], "\n a\nb\n"), (["\n", "\n"], "\n\n")] {
            var saying = try Self.assembler()
            let events = Self.events(&saying, pieces.map(Self.text) + [Self.end(.stop)])
            #expect(saying.response.outputText == text)
            #expect(events.map(\.text).joined() == text)
        }
    }

    @Test func `T35 a call's done event has its name, and a call without arguments has an empty object`() throws {
        var assembler = try Self.assembler([.function("f")])
        let events = Self.events(&assembler, [Self.call(0, name: "f"), Self.end(.toolCalls)])
        let done = events.compactMap { event -> ResponseStreamEvent.Piece? in
            if case .functionCallArgumentsDone(let piece) = event { piece } else { nil }
        }
        #expect(done.map(\.name) == ["f"])
        #expect(done.map(\.text) == ["{}"])
        #expect(assembler.response.functionCalls.first?.callID.rawValue.hasPrefix("call_") == true)
    }

    @Test(arguments: [
        (#"{"input":"*** Begin Patch\n"}"#, "*** Begin Patch\n"), ("plain text", "plain text"), (#""text""#, "text"),
    ])
    func `The input of a custom tool comes as it is`(_ arguments: String, _ input: String) throws {
        var assembler = try Self.assembler([.custom(ResponseCustomTool(name: "patch"))])
        let events = Self.events(
            &assembler, [Self.call(0, id: "c", name: "patch", arguments: arguments), Self.end(.toolCalls)])
        #expect(
            Self.types(events).dropFirst(2) == [
                "output_item.added", "custom_tool_call_input.delta", "custom_tool_call_input.done", "output_item.done",
                "completed",
            ])
        guard case .customToolCall(let call)? = assembler.response.output.first else {
            Issue.record("\(assembler.response.output)")
            return
        }
        #expect(call.input == input)
        #expect(call.name == "patch")
    }

    @Test func `A tool of a namespace is called by its own name`() throws {
        let namespace: JSONValue = [
            "type": "namespace", "name": "mcp", "tools": [["type": "function", "name": "add", "parameters": [:]]],
        ]
        var assembler = try Self.assembler([.unknown(type: "namespace", payload: namespace)])
        _ = Self.events(
            &assembler, [Self.call(0, id: "c", name: "mcp__add", arguments: "{}"), Self.end(.toolCalls)])
        let call = assembler.response.functionCalls.first
        #expect(call?.name == "add")
        #expect(call?.additionalProperties["namespace"] == "mcp")
    }

    @Test func `T67 an answer that was cut off is incomplete, and says why`() throws {
        for (reason, expected) in [
            (FinishReason.length, ResponseIncompleteReason.maxOutputTokens), (.contentFilter, .contentFilter),
        ] {
            var assembler = try Self.assembler()
            let events = Self.events(&assembler, [Self.text("Hel"), Self.end(reason)])
            #expect(Self.types(events).last == "incomplete")
            #expect(assembler.response.status == .incomplete)
            #expect(assembler.response.incompleteDetails?.reason == expected)
            #expect(assembler.response.outputText == "Hel")
        }
    }

    @Test func `T34 a call that was cut off is incomplete, and the one before it is not`() throws {
        var assembler = try Self.assembler([.function("f")])
        _ = Self.events(
            &assembler,
            [
                Self.call(0, id: "c0", name: "f", arguments: "{}"),
                Self.call(1, id: "c1", name: "f", arguments: "{\"a"), Self.end(.length),
            ])
        #expect(assembler.response.functionCalls.map(\.status) == [.completed, .incomplete])
        #expect(assembler.response.status == .incomplete)
    }

    @Test func `An answer of nothing is a message without a text`() throws {
        var assembler = try Self.assembler()
        let events = Self.events(&assembler, [Self.end(.stop)])
        #expect(Self.types(events).contains("output_item.done"))
        #expect(assembler.response.output.count == 1)
        #expect(assembler.response.outputText.isEmpty)
    }

    @Test func `T73 a failure ends with the error, and says of nothing that it was done`() throws {
        var assembler = try Self.assembler([.function("f")], firstNumber: 5)
        assembler.create()
        assembler.begin()
        assembler.add(Self.text("Hel"))
        assembler.add(Self.call(0, id: "c", name: "f", arguments: "{"))
        let told = assembler.takeEvents().count
        assembler.fail(ResponseError(code: .serverError, message: "Lost."))
        assembler.end()
        let events = assembler.takeEvents()
        #expect(Self.types(events) == ["failed"])
        #expect(events.map(\.sequenceNumber) == [5 + told])
        #expect(assembler.response.error == ResponseError(code: .serverError, message: "Lost."))
        #expect(assembler.response.status == .failed)
        #expect(assembler.response.functionCalls.map(\.status) == [.incomplete])
        #expect(assembler.response.outputText == "Hel")
    }

    @Test func `A refusal is a part of its own`() throws {
        var assembler = try Self.assembler()
        var delta = ChatCompletionDelta()
        delta.refusal = "No."
        let events = Self.events(&assembler, [Self.chunk(delta), Self.end(.stop)])
        #expect(Self.types(events).contains("refusal.done"))
        #expect(assembler.response.refusalText == "No.")
    }

    @Test func `The probabilities of tokens come only when they are wanted`() throws {
        var choice = ChatCompletionChunkChoice(delta: ChatCompletionDelta(content: "Hi"))
        var logprobs = ChoiceLogprobs()
        logprobs.content = [TokenLogprob(token: "Hi")]
        choice.logprobs = logprobs
        let chunk = ChatCompletionChunk(id: "c", created: 1, model: "m", choices: [choice])
        for (wanted, count) in [(nil, 0), (0, 1)] as [(Int?, Int)] {
            var assembler = try Self.assembler(topLogprobs: wanted)
            _ = Self.events(&assembler, [chunk, Self.end(.stop)])
            guard case .message(let message)? = assembler.response.output.first,
                case .outputText(let part)? = message.content.parts.first
            else {
                Issue.record("\(assembler.response.output)")
                return
            }
            #expect(part.logprobs?.count == count)
        }
    }

    @Test func `The usage has every count that OpenAI's clients read`() throws {
        var usage = CompletionUsage(promptTokens: 3, completionTokens: 4, totalTokens: 7)
        usage.promptTokensDetails = PromptTokensDetails()
        usage.promptTokensDetails?.cachedTokens = 2
        var chunk = Self.end(.stop)
        chunk.usage = usage
        var assembler = try Self.assembler()
        _ = Self.events(&assembler, [Self.text("x"), chunk])
        #expect(
            try assembler.response.usage.map { try JSONValue(json: $0.jsonBytes()) } == [
                "input_tokens": 3, "input_tokens_details": ["cached_tokens": 2, "cache_write_tokens": 0],
                "output_tokens": 4, "output_tokens_details": ["reasoning_tokens": 0], "total_tokens": 7,
            ])
    }
}
