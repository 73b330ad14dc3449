import MartletWire
import Testing

/// Mutated and randomly cut streams: the parser fed in pieces, fed whole, and the naive one agree, and nothing traps.
@Suite struct ServerSentEventFuzzTests {
    /// 4 * 26,000 cases. Each prints its seed and number, so that it can be run again.
    @Test(arguments: [11, 22, 33, 44] as [UInt64])
    func `T01 T03 T06 mutated streams parse the same however they are cut`(seed: UInt64) {
        let seeds = StreamFixture.framings.map(\.bytes) + [Array(StreamFixture.vLLM.bytes.suffix(70))]
        var generator = SplitMix64(seed: seed)
        var failures = 0
        for number in 0..<26_000 where failures < 5 {
            let bytes = Mutation.mutate(seeds[generator.below(seeds.count)], using: &generator)
            var limits = ServerSentEventParser.Limits()
            if number % 4 == 0 {
                limits = .init(lineBytes: generator.below(24), eventBytes: generator.below(16))
            }
            let isByteByByte = number % 16 == 1
            let cuts = isByteByByte ? Array(0..<bytes.count) : Mutation.cuts(of: bytes.count, using: &generator)
            let expected = ServerSentEventReference.outcome(of: bytes, limits: limits)
            let whole = ServerSentEventOutcome(parsing: bytes, limits: limits)
            let cut = ServerSentEventOutcome(parsing: bytes, cuts: cuts, limits: limits, retaining: number % 2 == 0)
            if whole != expected || cut != expected {
                failures += 1
                Issue.record("seed \(seed), case \(number), cuts \(cuts), \(limits): \(bytes)")
            }
        }
    }
}
