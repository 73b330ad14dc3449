import MartletAPI

import struct Foundation.Date
import struct Foundation.TimeZone

/// Times in the metadata of memories.
///
/// GravixLayer's Python client writes "naive local ISO-8601 `YYYY-MM-DDTHH:MM:SS.ffffff`, no zone (N: UTC `…Z`)". Both
/// are read. Written is UTC with `Z`, so that memories of machines in different zones sort; or, for an index that is
/// shared with the Python client, the form that it can compare.
enum MemoryTime {
    /// The moment that a text names; a text without a zone is local time. Nil when it is no time.
    static func date(from text: String, in zone: TimeZone = .current) -> Date? {
        if let date = RFC3339.date(from: text) { return date }
        guard let naive = RFC3339.date(from: text + "Z") else { return nil }
        let guess = naive.addingTimeInterval(-Double(zone.secondsFromGMT(for: naive)))
        // Near a change of the clocks the offset is that of the moment itself.
        return naive.addingTimeInterval(-Double(zone.secondsFromGMT(for: guess)))
    }

    /// A moment as text, with microseconds.
    ///
    /// - Parameter isLegacy: Local time without a zone, as the Python client writes it.
    static func text(_ date: Date, isLegacy: Bool = false, in zone: TimeZone = .current) -> String {
        let moment = isLegacy ? date.addingTimeInterval(Double(zone.secondsFromGMT(for: date))) : date
        // What no calendar has becomes 1970: a clock that is set to nonsense is no reason to stop.
        let seconds = moment.timeIntervalSince1970
        let microseconds = Int(exactly: (seconds * 1e6).rounded()) ?? 0
        let (days, rest) = (microseconds.floored(by: 86_400_000_000), microseconds.remainder(of: 86_400_000_000))
        let (year, month, day) = Self.civil(days: days)
        let (hour, minute) = (rest / 3_600_000_000, rest / 60_000_000 % 60)
        let (second, fraction) = (rest / 1_000_000 % 60, rest % 1_000_000)
        return "\(year.digits(4))-\(month.digits(2))-\(day.digits(2))T\(hour.digits(2)):\(minute.digits(2)):"
            + "\(second.digits(2)).\(fraction.digits(6))\(isLegacy ? "" : "Z")"
    }

    /// The date of a day counted from 1970-01-01 in the Gregorian calendar, whose years here begin in March.
    private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted.remainder(of: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return (year, month < 10 ? month + 3 : month - 9, day)
    }
}

extension Int {
    fileprivate func digits(_ count: Int) -> String {
        let text = String(self)
        return String(repeating: "0", count: Swift.max(0, count - text.count)) + text
    }

    fileprivate func floored(by divisor: Int) -> Int { (self - remainder(of: divisor)) / divisor }

    fileprivate func remainder(of divisor: Int) -> Int {
        let remainder = self % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
