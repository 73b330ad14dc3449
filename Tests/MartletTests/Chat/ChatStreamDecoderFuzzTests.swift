import Testing

/// Mutated and randomly cut bodies: whatever the bytes are, the outcome does not depend on the cuts, and nothing traps.
@Suite(.inTurn) struct ChatStreamDecoderFuzzTests {
    /// 4 * 5,000 cases. Each prints its seed and number, so that it can be run again.
    @Test(arguments: [11, 22, 33, 44] as [UInt64])
    func `T01 T03 mutated bodies give the same outcome however they are cut`(_ seed: UInt64) async {
        let bodies = (StreamBody.all + StreamBody.failing).filter { $0.bytes.count < 1_500 }
        var generator = SplitMix64(seed: seed)
        var failures = 0
        for number in 0..<5_000 where failures < 5 {
            // Other tests wait for this thread.
            if number % 20 == 0 { await Task.yield() }
            let body = bodies[generator.below(bodies.count)]
            let bytes = Mutation.mutate(body.bytes, using: &generator)
            let isByteByByte = number % 16 == 1
            let cuts = isByteByByte ? Array(0..<bytes.count) : Mutation.cuts(of: bytes.count, using: &generator)
            let whole = DecoderOutcome(decoding: bytes, contentType: body.contentType)
            let cut = DecoderOutcome(decoding: bytes, cuts: cuts, contentType: body.contentType)
            if whole != cut {
                failures += 1
                Issue.record(
                    """
                    seed \(seed), case \(number), cuts \(cuts), \(body.contentType)
                    \(String(decoding: bytes, as: UTF8.self))
                    \(whole.error ?? "-") / \(cut.error ?? "-"), \(whole.chunks.count) / \(cut.chunks.count)
                    """)
            }
        }
    }
}
