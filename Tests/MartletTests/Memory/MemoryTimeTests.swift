import Foundation
import Testing

@testable import Martlet

/// The two forms of time that an index may have.
struct MemoryTimeTests {
    private static let lisbon = TimeZone(identifier: "Europe/Lisbon") ?? .gmt

    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00.000000Z"), (1_782_907_205.25, "2026-07-01T12:00:05.250000Z"),
        (951_782_400.000001, "2000-02-29T00:00:00.000001Z"), (-1.5, "1969-12-31T23:59:58.500000Z"),
        (4_102_444_799.0, "2099-12-31T23:59:59.000000Z"), (-2_208_988_800.0, "1900-01-01T00:00:00.000000Z"),
    ])
    func `times are written in UTC with microseconds, and read back`(seconds: Double, text: String) throws {
        #expect(MemoryTime.text(Date(timeIntervalSince1970: seconds)) == text)
        let date = try #require(MemoryTime.date(from: text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 1e-5)
    }

    @Test(arguments: [
        ("2026-07-01T13:00:05.250000", 1_782_907_205.25), ("2026-01-15T12:00:00", 1_768_478_400),
        ("2026-07-01T12:00:05.250Z", 1_782_907_205.25), ("2026-07-01T14:00:05.250+02:00", 1_782_907_205.25),
        ("2026-07-01 13:00:05.25", 1_782_907_205.25),
        // The hour after the clocks were put forward.
        ("2026-03-29T02:30:00", 1_774_747_800),
    ])
    func `a time without a zone is local`(text: String, seconds: Double) throws {
        let date = try #require(MemoryTime.date(from: text, in: Self.lisbon))
        #expect(date.timeIntervalSince1970 == seconds)
    }

    @Test func `the legacy form is local time without a zone, and is read back`() throws {
        for seconds in [1_782_907_205.25, 1_768_478_400, 1_774_747_800] {
            let date = Date(timeIntervalSince1970: seconds)
            let text = MemoryTime.text(date, isLegacy: true, in: Self.lisbon)
            #expect(!text.hasSuffix("Z"))
            #expect(MemoryTime.date(from: text, in: Self.lisbon) == date)
        }
        #expect(
            MemoryTime.text(Date(timeIntervalSince1970: 1_782_907_205.25), isLegacy: true, in: Self.lisbon)
                == "2026-07-01T13:00:05.250000")
    }

    @Test(arguments: ["", "yesterday", "2026-13-01T00:00:00", "2026-02-30T00:00:00Z", "1782907205"])
    func `what is no time is none`(text: String) {
        #expect(MemoryTime.date(from: text) == nil)
    }

    @Test(arguments: [Double.infinity, -.infinity, .nan, 1e300])
    func `a clock set to nonsense does not trap`(seconds: Double) {
        #expect(MemoryTime.text(Date(timeIntervalSince1970: seconds)).hasPrefix("1970-01-01"))
    }
}
