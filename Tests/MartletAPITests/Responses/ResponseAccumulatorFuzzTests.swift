import MartletAPI
import Testing

/// Mutated events in any order: nothing traps, and what is put together can be written and read.
@Suite struct ResponseAccumulatorFuzzTests {
    private static let events = ResponseStreamFixture.all.flatMap(\.events) + Fixture.responseEvents.map(\.json)

    /// 4 * 1,000 streams. Each prints its seed and number, so that it can be run again.
    @Test(arguments: [11, 22, 33, 44] as [UInt64])
    func `T35 whatever events come, in whatever order, the response can be written and read`(_ seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var added = 0
        for number in 0..<1_000 {
            var accumulator = ResponseAccumulator(limits: .init(items: 6, texts: 4, bytes: 4_000))
            for _ in 0..<generator.below(24) {
                var bytes = Array(Self.events[generator.below(Self.events.count)].utf8)
                if generator.below(3) == 0 { bytes = generator.mutated(bytes) }
                guard let event = try? ResponseStreamEvent(json: bytes) else { continue }
                do throws(AccumulatorError) {
                    try accumulator.add(event)
                    added += 1
                } catch {
                    #expect(["items", "bytes", "texts of one item"].contains(error.limit))
                }
            }
            guard let response = accumulator.response else { continue }
            // One that has neither an id nor anything else is not read again, and need not be.
            guard let again = try? ResponseObject(json: response.jsonText()) else { continue }
            #expect(try again.jsonText() == response.jsonText(), "seed \(seed), stream \(number)")
        }
        #expect(added > 5_000)
    }
}
