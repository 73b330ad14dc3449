import Foundation
import Testing

@testable import MartletCLI

struct LocalTimeTests {
    @Test func `a point in time is shown in the zone of the machine`() throws {
        let tokyo = try #require(TimeZone(secondsFromGMT: 9 * 3_600))
        #expect(LocalTime.text(1_700_000_000, in: .gmt) == "2023-11-14 22:13:20")
        #expect(LocalTime.text(1_700_000_000, in: tokyo) == "2023-11-15 07:13:20")
    }

    @Test(arguments: [0, -1, Int.min, Int.max])
    func `what is no point in time is a dash`(seconds: Int) {
        #expect(LocalTime.text(seconds, in: .gmt) == "-")
    }
}
