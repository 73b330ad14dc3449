import MartletAPI
import Testing

@Suite struct ResponseStreamEventTests {
    private static let events: [(json: String, type: ResponseEventType)] = {
        let item = #""item":{"type":"message","role":"assistant","content":[]}"#
        let part = #""part":{"type":"summary_text","text":""}"#
        let response = #""response":{"id":"r"}"#
        return [
            (response, .created), (response, .queued), (response, .inProgress), (response, .completed),
            (response, .incomplete), (response, .failed), (item, .outputItemAdded), (item, .outputItemDone),
            (part, .contentPartAdded), (part, .contentPartDone), (#""delta":"x""#, .outputTextDelta),
            (#""text":"x""#, .outputTextDone), (#""annotation":{}"#, .outputTextAnnotationAdded),
            (#""delta":"x""#, .refusalDelta), (#""refusal":"x""#, .refusalDone),
            (#""delta":"x""#, .functionCallArgumentsDelta), (#""arguments":"x""#, .functionCallArgumentsDone),
            (#""delta":"x""#, .customToolCallInputDelta), (#""input":"x""#, .customToolCallInputDone),
            (part, .reasoningSummaryPartAdded), (part, .reasoningSummaryPartDone),
            (#""delta":"x""#, .reasoningSummaryTextDelta), (#""text":"x""#, .reasoningSummaryTextDone),
            (#""delta":"x""#, .reasoningTextDelta), (#""text":"x""#, .reasoningTextDone), (#""message":"x""#, .error),
        ]
    }()

    @Test(arguments: events)
    func `T35 every kind of event is modelled, numbered and written again`(
        _ json: String, _ type: ResponseEventType
    ) throws {
        let event = try ResponseStreamEvent(json: #"{"type":"\#(type)","sequence_number":3,\#(json)}"#)
        if case .unknown = event { Issue.record("\(type) is not modelled.") }
        #expect(event.type == type)
        #expect(event.sequenceNumber == 3)
        let other = event.numbered(7)
        #expect(other.sequenceNumber == 7)
        #expect(other != event)
        #expect(other.numbered(3) == event)
        #expect(try ResponseStreamEvent(json: other.jsonText()) == other)
        #expect(try JSONValue(json: other.jsonText())["type"]?.stringValue == type.rawValue)
    }

    @Test func `the kinds are those of OpenAI`() {
        #expect(Self.events.count == 26)
        #expect(Set(Self.events.map(\.type)).count == 26)
    }

    @Test func `what a piece belongs to is read from the member of its kind`() throws {
        let text = try ResponseStreamEvent(
            json: #"{"type":"response.output_text.delta","item_id":"i","output_index":1,"content_index":2,"delta":"x"}"#
        )
        guard case .outputTextDelta(let piece) = text else {
            Issue.record("no piece")
            return
        }
        #expect(piece.itemID == "i")
        #expect(piece.outputIndex == 1)
        #expect(piece.index == 2)
        #expect(text.text == "x")
        let summary = try ResponseStreamEvent(
            json: #"{"type":"response.reasoning_summary_text.delta","item_id":"i","summary_index":4,"delta":"x"}"#)
        guard case .reasoningSummaryTextDelta(let piece) = summary else {
            Issue.record("no piece")
            return
        }
        #expect(piece.index == 4)
        #expect(piece.outputIndex == nil)
        #expect(summary.text == "")
    }

    @Test func `an event of an unknown kind keeps all it came with and can be numbered`() throws {
        let json = #"{"type":"response.novel.delta","delta":"x","sequence_number":2}"#
        let event = try ResponseStreamEvent(json: json)
        #expect(event == .unknown(type: "response.novel.delta", payload: try JSONValue(json: json)))
        #expect(event.type == "response.novel.delta")
        #expect(event.sequenceNumber == 2)
        #expect(event.numbered(3).sequenceNumber == 3)
        #expect(!event.isTerminal)
        #expect(event.response == nil)
        #expect(try ResponseStreamEvent(json: #"{"x":1}"#).type == nil)
    }

    @Test func `only the events that end a stream are terminal`() throws {
        for (json, type) in Self.events {
            let event = try ResponseStreamEvent(json: #"{"type":"\#(type)",\#(json)}"#)
            #expect(event.isTerminal == [.completed, .incomplete, .failed, .error].contains(type))
            let hasResponse: [ResponseEventType] = [.created, .queued, .inProgress, .completed, .incomplete, .failed]
            #expect((event.response != nil) == hasResponse.contains(type))
        }
    }

    @Test(
        arguments: [
            (#"{"type":"error","code":"c","message":"m","param":"p"}"#, "m", "c", "p"),
            (#"{"type":"error","error":{"type":"t","code":"c","message":"m","param":"p"}}"#, "m", "c", "p"),
            (#"{"type":"error","code":"c"}"#, "", "c", nil),
        ] as [(String, String, String?, String?)])
    func `an error is understood wherever the server put it`(
        _ json: String, _ message: String, _ code: String?, _ parameter: String?
    ) throws {
        guard case .error(let failure) = try ResponseStreamEvent(json: json) else {
            Issue.record("no error")
            return
        }
        #expect(failure.body.message == message)
        #expect(failure.body.code == code)
        #expect(failure.body.parameter == parameter)
    }

    @Test(arguments: ["[]", "7", #""x""#, "null"])
    func `what is no object is no event`(_ json: String) {
        #expect(throws: JSONError.self) { try ResponseStreamEvent(json: json) }
    }
}
