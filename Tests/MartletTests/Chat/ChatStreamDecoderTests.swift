import MartletAPI
import Testing

@testable import Martlet

/// What the bytes of a stream mean, without a network.
@Suite(.inTurn) struct ChatStreamDecoderTests {
    @Test(arguments: StreamBody.all)
    func `T01 T02 a body gives the same chunks wherever it is cut`(_ body: StreamBody) async {
        let whole = DecoderOutcome(decoding: body.bytes, contentType: body.contentType)
        #expect(whole.text == body.text)
        #expect(whole.error == nil)
        #expect(whole.isComplete)
        for cut in 0...body.bytes.count {
            // Other tests wait for this thread.
            await Task.yield()
            let outcome = DecoderOutcome(decoding: body.bytes, cuts: [cut], contentType: body.contentType)
            #expect(outcome == whole, "cut at \(cut)")
            if outcome != whole { break }
        }
    }

    @Test(arguments: StreamBody.all + StreamBody.failing)
    func `T03 byte by byte is no different`(_ body: StreamBody) async {
        let whole = DecoderOutcome(decoding: body.bytes, contentType: body.contentType)
        let cuts = Array(0..<body.bytes.count)
        #expect(DecoderOutcome(decoding: body.bytes, cuts: cuts, contentType: body.contentType) == whole)
    }

    @Test(arguments: StreamBody.failing)
    func `T39 T15 an error in a good answer says what the server said`(_ body: StreamBody) async {
        let outcome = DecoderOutcome(decoding: body.bytes, contentType: body.contentType)
        #expect(outcome.error?.contains(body.text) == true, "\(outcome)")
        for cut in stride(from: 1, to: body.bytes.count, by: 7) {
            await Task.yield()
            #expect(DecoderOutcome(decoding: body.bytes, cuts: [cut], contentType: body.contentType) == outcome)
        }
    }

    @Test func `T39 what came before an error stays`() {
        let body = Sample.event("Hel") + Sample.event("lo") + #"data: {"error":{"message":"x","code":"y"}}"# + "\n\n"
        let outcome = DecoderOutcome(decoding: body)
        #expect(outcome.text == "Hello")
        #expect(outcome.partial?.text == "Hello")
        #expect(outcome.code == .reportedByServer)
    }

    @Test(arguments: [
        ("429", MartletError.Code.rateLimited), ("503", .server), ("401", .authentication),
        (#""insufficient_quota""#, .insufficientQuota), (#""context_length_exceeded""#, .contextLengthExceeded),
        ("7", .reportedByServer),
    ])
    func `T39 the code of an error in a stream is understood as a status`(_ code: String, _ expected: MartletError.Code)
    {
        let body = #"data: {"error":{"message":"no","code":\#(code)}}"# + "\n\n"
        #expect(DecoderOutcome(decoding: body).code == expected)
    }

    @Test(arguments: [#""error":null"#, #""error":"""#, #""error":{}"#, #""error":false"#])
    func `an error that says nothing is none`(_ member: String) {
        let chunk = Sample.chunk("Hi", finish: "stop").dropLast() + ",\(member)}"
        let outcome = DecoderOutcome(decoding: "data: \(chunk)\n\n")
        #expect(outcome.error == nil)
        #expect(outcome.text == "Hi")
    }

    @Test(arguments: ["data: [DONE]\n\n", "data:[DONE]\n\n", "data:  [DONE] \r\n\r\n", "data: [DONE]\n"])
    func `T13 done ends the stream before anything is decoded, whatever follows`(_ done: String) {
        let body = Sample.event("Hi") + done + "data: {not json\n\nrubbish" + Sample.event("more")
        let outcome = DecoderOutcome(decoding: body)
        #expect(outcome.text == "Hi")
        #expect(outcome.isDone)
        #expect(outcome.isComplete)
        #expect(outcome.error == nil)
    }

    @Test(arguments: [
        "event: ping\ndata: {\"type\":\"ping\"}\n\n", "event: keepalive\ndata: {}\n\n", "event: message_start\n\n",
        "event: thread.created\ndata: [1]\n\n", "event: x\ndata: text\n\n", "data:\n\n", "data: \n\n", ": c\n\n",
        "\n\n",
        "event: usage\ndata: {\"cost\":1}\n\n",
    ])
    func `T07 T09 T10 what is no chunk is passed over`(_ event: String) {
        let outcome = DecoderOutcome(decoding: event + Sample.event("Hi", finish: "stop") + event + Sample.done)
        #expect(outcome.text == "Hi")
        #expect(outcome.chunks.count == 1)
        #expect(outcome.error == nil)
    }

    @Test func `a chunk under another event name is a chunk`() {
        let outcome = DecoderOutcome(decoding: "event: completion\n" + Sample.event("Hi", finish: "stop"))
        #expect(outcome.text == "Hi")
        #expect(outcome.isComplete)
    }

    private static let hi = Sample.event("Hi")
    private static let completeOrNot: [(body: String, isComplete: Bool)] = [
        (hi, false),
        (Sample.event("Hi", finish: "stop"), true),
        (Sample.event("Hi", finish: "some new reason"), true),
        ("\(hi)data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n", true),
        ("\(hi)data: {\"choices\":[],\"usage\":{}}\n\n", false),
        ("\(hi)data: {\"choices\":[],\"usage\":null}\n\n", false),
        ("\(hi)\(Sample.done)", true),
        ("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}],\"usage\":{\"prompt_tokens\":1}}\n\n", false),
        ("\(hi)\(Sample.event("b", index: 1))\(Sample.event("", finish: "stop"))", false),
        ("\(hi)\(Sample.event("b", finish: "stop", index: 1))\(Sample.event("", finish: "stop"))", true),
        ("\(Sample.event("a", finish: "stop"))\(Sample.event(""))", true),
        ("", false),
        ("\n\n", false),
        (": ping\n\n", false),
    ]

    @Test(arguments: completeOrNot)
    func `T14 done, a finish reason of every choice, or a final usage completes an answer`(
        _ body: String, _ isComplete: Bool
    ) {
        let outcome = DecoderOutcome(decoding: body)
        #expect(outcome.code == (isComplete ? nil : .truncated))
        #expect(outcome.isComplete == isComplete)
    }

    @Test func `T12 a line of several megabytes is one chunk`() {
        let image = String(repeating: "iVBORw0KGgo", count: 300_000)
        let outcome = DecoderOutcome(decoding: Sample.event(image, finish: "stop"))
        #expect(outcome.text == image)
    }

    @Test func `the partial answer is bounded, the chunks are not`() {
        let piece = String(repeating: "x", count: 100_000)
        let body = String(repeating: Sample.event(piece), count: 20)
        let outcome = DecoderOutcome(decoding: body)
        #expect(outcome.chunks.count == 20)
        #expect((outcome.partial?.text.utf8.count).map { $0 <= StreamLimits.partialBytes } == true)
        #expect(outcome.partial?.text.isEmpty == false)
    }

    @Test func `a chunk that is no JSON is an error that shows it`() {
        let outcome = DecoderOutcome(decoding: Sample.event("Hi") + "data: {\"id\":\n\n")
        #expect(outcome.code == .decoding)
        #expect(outcome.error?.contains(#"{"id":"#) == true)
        #expect(outcome.partial?.text == "Hi")
    }
}
