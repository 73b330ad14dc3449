import struct Foundation.Date

/// A point of wall-clock time, in milliseconds since 1970 UTC.
struct UnixTime: Hashable, Sendable {
    var milliseconds: Int

    static var now: UnixTime { UnixTime(milliseconds: Int(Date().timeIntervalSince1970 * 1_000)) }
}

extension UnixTime {
    /// Reads RFC 9110's preferred date form, `Sun, 06 Nov 1994 08:49:37 GMT`. The two obsolete forms are not sent by
    /// anything that also sends `Retry-After`.
    init?(httpDate text: String) {
        let words = text.split { " :,".contains($0) }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 8, words[7] == "GMT" || words[7] == "UTC", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]), let hour = Int(words[4]),
            let minute = Int(words[5]), let second = Int(words[6]), (1...31).contains(day),
            (1970...9999).contains(year),
            (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        let days = Self.days(year: year, month: month + 1, day: day)
        milliseconds = ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1_000
    }

    /// Days from 1970-01-01 in the Gregorian calendar, counting years from March so that the leap day comes last.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
