#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Reads the times that the format `date-time` of JSON Schema promises.
///
/// JSON Schema names RFC 3339 section 5.6: `full-date "T" full-time`, with a fraction of a second of any length or none
/// and an offset that is required. Foundation's parser ignores what follows a time and accepts 30 February.
package enum RFC3339 {
    /// The moment that a text names; nil when it is no such text.
    package static func date(from text: String) -> Date? {
        var rest = text.utf8[...]
        guard let year = number(&rest, digits: 4), skip("-", &rest),
            let month = number(&rest, digits: 2), (1...12).contains(month), skip("-", &rest),
            let day = number(&rest, digits: 2), (1...days(in: month, of: year)).contains(day),
            // RFC 3339: "Applications using this syntax may choose, for the sake of readability, to specify a
            // full-date and full-time separated by (say) a space character."
            skip("T", &rest) || skip("t", &rest) || skip(" ", &rest),
            let hour = number(&rest, digits: 2), hour < 24, skip(":", &rest),
            let minute = number(&rest, digits: 2), minute < 60, skip(":", &rest),
            // 60 is a leap second.
            let second = number(&rest, digits: 2), second <= 60,
            let fraction = fraction(&rest), let offset = offset(&rest), rest.isEmpty
        else { return nil }
        let whole = ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute - offset) * 60 + second
        return Date(timeIntervalSince1970: Double(whole) + fraction)
    }

    private static func skip(_ character: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private static func digit(_ rest: inout Substring.UTF8View) -> Int? {
        guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte - UInt8(ascii: "0"))
    }

    private static func number(_ rest: inout Substring.UTF8View, digits: Int) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard let digit = digit(&rest) else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// The fraction of a second, 0 when there is none; nil for a point without digits.
    private static func fraction(_ rest: inout Substring.UTF8View) -> Double? {
        guard skip(".", &rest) else { return 0 }
        var digits = ""
        while let digit = digit(&rest) { digits += String(digit) }
        return digits.isEmpty ? nil : Double("0." + digits)
    }

    /// The distance from UTC in minutes.
    private static func offset(_ rest: inout Substring.UTF8View) -> Int? {
        if skip("Z", &rest) || skip("z", &rest) { return 0 }
        let isNegative = skip("-", &rest)
        guard isNegative || skip("+", &rest), let hours = number(&rest, digits: 2), hours < 24, skip(":", &rest),
            let minutes = number(&rest, digits: 2), minutes < 60
        else { return nil }
        return isNegative ? -(hours * 60 + minutes) : hours * 60 + minutes
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The days from 1970-01-01 in the Gregorian calendar: those of years that begin in March, so that the leap day is
    /// the last one.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        // Years from 0 on have no negative parts but for January and February of year 0.
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
