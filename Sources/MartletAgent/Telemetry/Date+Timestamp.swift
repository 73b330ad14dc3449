import Foundation

extension Date {
    /// ISO 8601 in UTC with milliseconds: `2026-11-28T09:30:00.123Z`.
    var timestamp: String { formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }

    /// A name for a file, in UTC: `20261128_093000_123456`.
    var fileStamp: String {
        let seconds = timeIntervalSince1970
        let whole = seconds.rounded(.down)
        let micros = min(999_999, Int((seconds - whole) * 1_000_000))
        let text = Date(timeIntervalSince1970: whole)
            .formatted(
                Date.ISO8601FormatStyle(
                    dateSeparator: .omitted, dateTimeSeparator: .space, timeSeparator: .omitted,
                    timeZone: .gmt
                ).year().month().day().time(includingFractionalSeconds: false))
        let digits = String(micros)
        return text.replacing(" ", with: "_") + "_" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
