import MartletAPI
import MartletTesting
import NIOCore
import Testing

@testable import Martlet

/// Reasoning that a server leaves in the text, through the client.
@Suite(.inTurn, .timeLimit(.minutes(10))) struct ReasoningStreamTests {
    private static let events = [
        Sample.event("<th"), Sample.event("ink>be"), Sample.event("cause</"), Sample.event("think>\\n\\nSo"),
        Sample.event(" it is", finish: "stop"), Sample.done,
    ]

    private static func decoded(_ bytes: [UInt8], cut: Int, splits: Bool = true) throws -> (String, String) {
        var decoder = StreamDecoder<ChatCompletionChunk>(
            contentType: "text/event-stream", redactor: Redactor(secrets: []), splitsReasoning: splits)
        var (text, reasoning) = ("", "")
        func read() throws {
            while let chunk = try decoder.next() {
                text += chunk.text
                reasoning += chunk.reasoningText ?? ""
            }
        }
        for piece in [bytes[..<cut], bytes[cut...]] {
            try decoder.append(ByteBuffer(bytes: piece))
            try read()
        }
        decoder.finish()
        try read()
        #expect(decoder.isComplete)
        #expect(decoder.partial?.text == text)
        #expect(decoder.partial?.reasoningText ?? "" == reasoning)
        return (text, reasoning)
    }

    @Test func `T24 tags across chunks, cut at every byte of the stream`() throws {
        let bytes = Array(Self.events.joined().utf8)
        for cut in 0...bytes.count {
            let (text, reasoning) = try Self.decoded(bytes, cut: cut)
            #expect(text == "So it is")
            #expect(reasoning == "because")
        }
    }

    @Test func `T24 what was held back is delivered without a finish reason too`() throws {
        let bytes = Array((Sample.event("1 <") + Sample.done).utf8)
        #expect(try Self.decoded(bytes, cut: 3).0 == "1 <")
        let open = Array((Sample.event("<think>hm <") + Sample.done).utf8)
        #expect(try Self.decoded(open, cut: 3) == ("", "hm <"))
    }

    @Test func `where nothing is to be split the text is as it came`() throws {
        let bytes = Array(Self.events.joined().utf8)
        #expect(try Self.decoded(bytes, cut: 0, splits: false).0 == "<think>because</think>\n\nSo it is")
    }

    @Test(
        arguments: [
            (Platform.custom("http://x/v1"), nil, true), (.openAI, nil, false), (.openAI, true, true),
            (.pixiGPT, false, false),
        ] as [(Platform, Bool?, Bool)])
    func `platforms and options say whether reasoning is split`(
        _ platform: Platform, _ option: Bool?, _ isSplit: Bool
    ) async throws {
        try await withFaultServer { request in
            request.bodyText.contains("stream")
                ? .text(Self.events.joined(), contentType: "text/event-stream")
                : .json(Sample.completion("<think>because</think>So"))
        } _: { server in
            var options = RequestOptions()
            options.splitsReasoning = option
            let client = try MartletClient(
                platform: platform, apiKey: "k", baseURL: server.baseURL, options: options)
            let whole = try await client.chat.completions.create(Sample.request)
            #expect(whole.text == (isSplit ? "So" : "<think>because</think>So"))
            #expect(whole.reasoningText == (isSplit ? "because" : nil))
            let streamed = try await client.chat.completions.stream(Sample.request).collect()
            #expect(streamed.reasoningText == (isSplit ? "because" : nil))
        }
    }
}
