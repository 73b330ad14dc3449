import MartletAPI
import Testing

@Suite struct ResponseAccumulatorTests {
    private func event(_ json: String) throws -> ResponseStreamEvent { try ResponseStreamEvent(json: json) }

    private func begun(_ limits: ResponseAccumulator.Limits = .init()) throws -> ResponseAccumulator {
        var accumulator = ResponseAccumulator(limits: limits)
        try accumulator.add(event(#"{"type":"response.created","response":{"id":"r","status":"in_progress"}}"#))
        try accumulator.add(
            event(
                #"{"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"m","#
                    + #""role":"assistant","content":[]}}"#))
        return accumulator
    }

    private func delta(_ text: String, part: Int = 0) -> ResponseStreamEvent {
        .outputTextDelta(.init(itemID: "m", outputIndex: 0, index: part, text: text))
    }

    @Test(arguments: ResponseStreamFixture.all)
    func `a stream makes the response that it stands for`(stream: ResponseStreamFixture) throws {
        var accumulator = ResponseAccumulator()
        for event in try stream.decodedEvents() {
            #expect(!accumulator.isFinished)
            try accumulator.add(event)
        }
        let expected = try ResponseObject(json: stream.response)
        #expect(accumulator.response == expected)
        #expect(accumulator.isFinished)
    }

    @Test(arguments: ResponseStreamFixture.all)
    func `every beginning of a stream is a beginning of its response, and can be gone on from`(
        stream: ResponseStreamFixture
    ) throws {
        let expected = try ResponseObject(json: stream.response)
        let events = try stream.decodedEvents()
        for count in 0...events.count {
            var accumulator = ResponseAccumulator()
            for event in events[..<count] { try accumulator.add(event) }
            let copy = accumulator
            let partial = accumulator.response
            #expect(expected.outputText.utf8.starts(with: (partial?.outputText ?? "").utf8))
            #expect((expected.reasoningText ?? "").hasPrefix(partial?.reasoningText ?? ""))
            for (call, whole) in zip(partial?.functionCalls ?? [], expected.functionCalls) {
                #expect(call.callID == whole.callID)
                #expect(whole.arguments.hasPrefix(call.arguments))
            }
            for event in events[count...] { try accumulator.add(event) }
            #expect(accumulator.response == expected)
            #expect(copy.response == partial)
        }
    }

    @Test func `nothing is nothing`() throws {
        var accumulator = ResponseAccumulator()
        #expect(accumulator.response == nil)
        try accumulator.add(event(#"{"type":"error","message":"x","sequence_number":4}"#))
        #expect(accumulator.response == nil)
        #expect(!accumulator.isFinished)
        #expect(accumulator.lastSequenceNumber == 4)
    }

    @Test func `a response that failed keeps what had come`() throws {
        var accumulator = try begun()
        try accumulator.add(delta("Hel"))
        try accumulator.add(
            event(#"{"type":"response.failed","response":{"id":"r","error":{"code":"server_error","message":"x"}}}"#))
        #expect(accumulator.response?.status == .failed)
        #expect(accumulator.response?.outputText == "Hel")
        #expect(accumulator.response?.error?.code == .serverError)
    }

    @Test func `a name that comes with the arguments is kept`() throws {
        var accumulator = ResponseAccumulator()
        try accumulator.add(
            event(#"{"type":"response.function_call_arguments.delta","item_id":"f","delta":"{"}"#))
        try accumulator.add(
            event(#"{"type":"response.function_call_arguments.done","item_id":"f","name":"g","arguments":"{}"}"#))
        #expect(accumulator.response?.functionCalls.map(\.name) == ["g"])
        #expect(accumulator.response?.functionCalls.map(\.arguments) == ["{}"])
    }

    @Test func `an index out of nowhere costs nothing`() throws {
        var accumulator = try begun()
        try accumulator.add(delta("b", part: .max))
        try accumulator.add(delta("a", part: .min))
        #expect(accumulator.response?.outputText == "ab")
    }

    // MARK: Limits

    @Test func `the limits are those that the documentation names`() {
        #expect(ResponseAccumulator.Limits() == .init(items: 1_024, texts: 1_024, bytes: 64 << 20))
    }

    @Test func `more bytes than the limit are refused, and what had come stays`() throws {
        var accumulator = try begun(.init(bytes: 1_000))
        try accumulator.add(delta(String(repeating: "a", count: 500)))
        let before = accumulator.response
        let error = try #require(throws: AccumulatorError.self) {
            try accumulator.add(delta(String(repeating: "b", count: 500)))
        }
        #expect(error == AccumulatorError(limit: "bytes", value: 1_000))
        #expect(accumulator.response == before)
        try accumulator.add(delta("c"))
        #expect(accumulator.response?.outputText.hasSuffix("ac") == true)
    }

    @Test func `more items than the limit are refused`() throws {
        var accumulator = try begun(.init(items: 2))
        let item = ResponseItem.functionCall(ResponseFunctionCall(callID: "c", name: "f", arguments: ""))
        try accumulator.add(.outputItemAdded(.init(outputIndex: 1, item: item)))
        let error = try #require(throws: AccumulatorError.self) {
            try accumulator.add(.outputItemAdded(.init(outputIndex: 2, item: item)))
        }
        #expect(error.limit == "items")
        #expect(throws: AccumulatorError.self) {
            try accumulator.add(.outputItemDone(.init(outputIndex: 7, item: .itemReference("z"))))
        }
    }

    @Test func `more texts of an item than the limit are refused`() throws {
        var accumulator = try begun(.init(texts: 3))
        for part in 0..<3 { try accumulator.add(delta("a", part: part)) }
        #expect(throws: AccumulatorError.self) { try accumulator.add(delta("a", part: 3)) }
        #expect(throws: AccumulatorError.self) {
            try accumulator.add(.outputTextDone(.init(itemID: "m", outputIndex: 0, index: 4, text: "a")))
        }
        #expect(throws: AccumulatorError.self) {
            try accumulator.add(
                .contentPartAdded(.init(itemID: "m", outputIndex: 0, index: 5, part: .outputText(""))))
        }
        try accumulator.add(delta("b", part: 1))
        #expect(accumulator.response?.outputText == "aaba")
    }

    @Test func `wholes that replace each other do not grow the memory without end`() throws {
        var accumulator = try begun(.init(bytes: 10_000))
        let text = String(repeating: "a", count: 1_000)
        var refusals = 0
        for _ in 0..<100 {
            do throws(AccumulatorError) {
                try accumulator.add(.outputTextDone(.init(itemID: "m", outputIndex: 0, index: 0, text: text)))
            } catch {
                refusals += 1
            }
        }
        #expect(refusals == 0)
        #expect(accumulator.response?.outputText == text)
    }
}
