import MartletWire
import Testing

/// The events of a stream do not depend on how the network cuts it.
@Suite struct ServerSentEventCutTests {
    static let all =
        StreamFixture.chats + StreamFixture.framings
        + StreamFixture.chats.filter { !$0.bytes.contains(13) }
        .flatMap { [$0.withLineEnd("\r\n", "CR LF"), $0.withLineEnd("\r", "CR")] }

    static let short = StreamFixture.framings.filter { $0.bytes.count <= 64 }

    @Test(arguments: all)
    func `T04 all events coalesced in one buffer arrive`(fixture: StreamFixture) {
        let outcome = ServerSentEventOutcome(parsing: fixture.bytes)
        #expect(outcome.texts == fixture.texts)
        #expect(outcome.commentCount == fixture.commentCount)
        #expect(outcome.error == nil)
        #expect(outcome == ServerSentEventReference.outcome(of: fixture.bytes))
    }

    @Test(arguments: all)
    func `T01 T02 a stream cut at every offset gives the same events`(fixture: StreamFixture) {
        let whole = ServerSentEventOutcome(parsing: fixture.bytes)
        for cut in 0...fixture.bytes.count {
            let outcome = ServerSentEventOutcome(parsing: fixture.bytes, cuts: [cut])
            #expect(outcome == whole, "cut at \(cut)")
        }
    }

    @Test(arguments: short)
    func `T01 T06 a short stream cut at every pair of offsets gives the same events`(fixture: StreamFixture) {
        let whole = ServerSentEventOutcome(parsing: fixture.bytes)
        for first in 0...fixture.bytes.count {
            for second in first...fixture.bytes.count {
                let outcome = ServerSentEventOutcome(
                    parsing: fixture.bytes,
                    cuts: [first, second],
                    retaining: second % 2 == 0
                )
                if outcome != whole { Issue.record("cut at \(first) and \(second)") }
            }
        }
    }

    @Test(arguments: all, [true, false])
    func `T03 a stream fed byte by byte loses nothing`(fixture: StreamFixture, retaining: Bool) {
        let whole = ServerSentEventOutcome(parsing: fixture.bytes)
        let cuts = Array(0...fixture.bytes.count)
        #expect(ServerSentEventOutcome(parsing: fixture.bytes, cuts: cuts, retaining: retaining) == whole)
    }

    @Test(arguments: [2, 3, 7, 16, 61])
    func `T01 a long stream in pieces of a fixed size gives every event`(size: Int) {
        let one = StreamFixture.chats.filter { $0.bytes.suffix(2).elementsEqual([10, 10]) }
        let bytes = Array((0..<3).flatMap { _ in one.flatMap(\.bytes) })
        let cuts = Array(stride(from: size, to: bytes.count, by: size))
        let texts = (0..<3).flatMap { _ in one.flatMap(\.texts) }
        #expect(ServerSentEventOutcome(parsing: bytes, cuts: cuts).texts == texts)
        #expect(ServerSentEventOutcome(parsing: bytes, cuts: cuts, retaining: false).texts == texts)
    }
}
