import Testing

/// Mutated and randomly cut bodies: whatever the bytes are, the outcome does not depend on the cuts, and nothing traps.
@Suite(.inTurn) struct ResponseDecoderFuzzTests {
    private static let bodies =
        ResponseFailures.all
        + [
            ResponseFailures("a stream", ResponseSample.events.joined()),
            ResponseFailures("one response", ResponseSample.response(), contentType: "application/json"),
            ResponseFailures(
                "a call",
                ResponseSample.event(
                    "response.output_item.added", #""output_index":0,"item":\#(ResponseSample.call("c", "f", ""))"#)
                    + ResponseSample.event(
                        "response.function_call_arguments.delta", #""item_id":"fc_c","output_index":0,"delta":"{}""#)
                    + ResponseSample.event(
                        "response.reasoning_summary_text.delta", #""item_id":"r","summary_index":1,"delta":"a""#)
                    + ResponseSample.completed("Hi")),
        ]

    /// 4 * 3,000 cases. Each prints its seed and number, so that it can be run again.
    @Test(arguments: [11, 22, 33, 44] as [UInt64])
    func `T01 T03 mutated bodies give the same outcome however they are cut`(_ seed: UInt64) async {
        var generator = SplitMix64(seed: seed)
        var failures = 0
        for number in 0..<3_000 where failures < 5 {
            // Other tests wait for this thread.
            if number % 20 == 0 { await Task.yield() }
            let body = Self.bodies[generator.below(Self.bodies.count)]
            let bytes = Mutation.mutate(Array(body.body.utf8), using: &generator)
            let isByteByByte = number % 16 == 1
            let cuts = isByteByByte ? Array(0..<bytes.count) : Mutation.cuts(of: bytes.count, using: &generator)
            let whole = ResponseDecoderOutcome(decoding: bytes, contentType: body.contentType)
            let cut = ResponseDecoderOutcome(decoding: bytes, cuts: cuts, contentType: body.contentType)
            if whole != cut {
                failures += 1
                Issue.record(
                    """
                    seed \(seed), case \(number), cuts \(cuts), \(body.contentType)
                    \(String(decoding: bytes, as: UTF8.self))
                    \(whole.error ?? "-") / \(cut.error ?? "-"), \(whole.events.count) / \(cut.events.count)
                    """)
            }
        }
    }
}
