import Foundation

/// Points in time as people read them.
enum LocalTime {
    /// Such as `2026-11-21 13:05:59`, in the time zone of this machine; `-` for what is no point in time.
    ///
    /// - Parameter seconds: Since 1970 UTC.
    static func text(_ seconds: Int, in zone: TimeZone = .current) -> String {
        // From the year 10000 on the text would have another form.
        guard seconds > 0, seconds < 253_402_214_400 else { return "-" }
        let style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
            .dateTimeSeparator(.space).time(includingFractionalSeconds: false)
        return Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(style)
    }
}
