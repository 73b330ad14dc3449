import MartletAPI
import NIOCore
import Testing

@testable import Martlet

/// What the bytes of a streamed response mean, without a network.
@Suite(.inTurn) struct ResponseEventDecoderTests {
    /// Everything that can be seen of a decoder after a whole body.
    private struct Outcome: Equatable {
        var events: [ResponseStreamEvent] = []
        var error: String?
        var code: MartletError.Code?
        var isComplete = false
        var partial: ResponseObject?

        var text: String { events.map(\.text).joined() }

        init(decoding text: String, cuts: [Int] = [], contentType: String = "text/event-stream") {
            let bytes = Array(text.utf8)
            var decoder = ResponseEventDecoder(contentType: contentType, redactor: Redactor(secrets: []))
            do throws(MartletError) {
                var start = 0
                for end in cuts + [bytes.count] {
                    try decoder.append(ByteBuffer(bytes: bytes[start..<end]))
                    start = end
                    while let event = try decoder.next() { events.append(event) }
                    if decoder.isDone { break }
                }
                if !decoder.isDone {
                    decoder.finish()
                    while let event = try decoder.next() { events.append(event) }
                    if !decoder.isComplete { throw decoder.truncation }
                }
            } catch {
                self.error = error.description
                code = error.code
            }
            isComplete = decoder.isComplete
            partial = decoder.partial
        }
    }

    @Test func `T01 T02 T03 a body gives the same events wherever it is cut`() async {
        let body = ResponseSample.events.joined()
        let whole = Outcome(decoding: body)
        #expect(whole.text == ResponseSample.eventsText)
        #expect(whole.isComplete)
        #expect(whole.error == nil)
        for cut in 0...body.utf8.count {
            await Task.yield()
            let outcome = Outcome(decoding: body, cuts: [cut])
            #expect(outcome == whole, "cut at \(cut)")
            if outcome != whole { break }
        }
        #expect(Outcome(decoding: body, cuts: Array(0..<body.utf8.count)) == whole)
    }

    @Test(arguments: ResponseFailures.all)
    func `T39 T15 an error in a good answer says what the server said, wherever it is cut`(
        _ failure: ResponseFailures
    ) async {
        let outcome = Outcome(decoding: failure.body, contentType: failure.contentType)
        #expect(outcome.error?.contains("the model is on fire") == true, "\(outcome)")
        for cut in stride(from: 1, to: failure.body.utf8.count, by: 7) {
            await Task.yield()
            #expect(Outcome(decoding: failure.body, cuts: [cut], contentType: failure.contentType) == outcome)
        }
    }

    @Test func `T35 events of unknown kinds are delivered as they came`() {
        let unknown = ResponseSample.event("response.web_search_call.searching", #""item_id":"ws_1","novel":[1]"#)
        let outcome = Outcome(decoding: unknown + ResponseSample.completed("Hi"))
        #expect(outcome.error == nil)
        #expect(outcome.events.count == 2)
        #expect(outcome.events[0].type == "response.web_search_call.searching")
        guard case .unknown(_, let payload) = outcome.events[0] else {
            Issue.record("It is modelled.")
            return
        }
        #expect(payload["novel"] == [1])
    }

    @Test func `the kind may be in the event's name alone`() {
        let outcome = Outcome(
            decoding: "event: response.output_text.delta\ndata: {\"item_id\":\"m\",\"delta\":\"Hi\"}\n\n"
                + ResponseSample.completed("Hi"))
        #expect(outcome.text == "Hi")
        #expect(outcome.events.first?.type == .outputTextDelta)
    }

    @Test(arguments: [
        "event: ping\ndata: {}\n\n", "event: keepalive\n\n", ": c\n\n", "\n\n", "event: x\ndata: text\n\n", "data:\n\n",
        "event: x\ndata: [1]\n\n",
    ])
    func `T07 T09 T10 what is no event of a response is passed over`(_ event: String) {
        let outcome = Outcome(decoding: event + ResponseSample.delta("Hi") + event + ResponseSample.completed("Hi"))
        #expect(outcome.text == "Hi")
        #expect(outcome.events.count == 2)
        #expect(outcome.error == nil)
    }

    @Test(arguments: [ResponseSample.completed("Hi"), Sample.done])
    func `T13 the last event ends the stream, whatever follows`(_ last: String) {
        let body = ResponseSample.delta("Hi") + last + "data: {not json\n\nrubbish" + ResponseSample.delta("more")
        let outcome = Outcome(decoding: body)
        #expect(outcome.text == "Hi")
        #expect(outcome.isComplete)
        #expect(outcome.error == nil)
    }

    @Test(arguments: [
        "data: {\"type\":\"response.output_text.delta\",\n\n",
        "event: response.output_text.delta\ndata: {\"delta\":\n\n", "data: text\n\n",
    ])
    func `an event that is no JSON is an error`(_ event: String) {
        let outcome = Outcome(decoding: ResponseSample.delta("Hi") + event + ResponseSample.completed("Hi"))
        #expect(outcome.code == .decoding)
        #expect(outcome.partial?.outputText == "Hi")
    }

    @Test func `a response in the background that comes as one object has not ended`() {
        let outcome = Outcome(
            decoding: ResponseSample.response("", status: "queued", output: ""), contentType: "application/json")
        #expect(outcome.events.map(\.type) == [.queued])
        #expect(outcome.code == .truncated)
        #expect(outcome.partial?.status == .queued)
    }

    @Test func `what is kept for an error is bounded, and the events are not`() {
        let piece = ResponseSample.delta(String(repeating: "a", count: 10_000))
        let body = String(repeating: piece, count: 200)
        let outcome = Outcome(decoding: ResponseSample.created + body)
        #expect(outcome.events.count == 201)
        #expect(outcome.text.utf8.count == 2_000_000)
        #expect(outcome.code == .truncated)
        let kept = outcome.partial?.outputText.utf8.count ?? 0
        #expect(kept > 900_000)
        #expect(kept <= 1 << 20)
    }

    @Test func `a failure is thrown also when more came than is kept`() {
        let piece = ResponseSample.delta(String(repeating: "a", count: 100_000))
        let failed = ResponseSample.event(
            "response.failed", #""response":{"id":"r","status":"failed","error":{"code":"server_error","message":"x"}}"#
        )
        let outcome = Outcome(decoding: String(repeating: piece, count: 20) + failed)
        #expect(outcome.code == .server)
    }
}
