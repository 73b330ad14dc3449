import HTTPTypes

/// Reads how long a server asks to wait.
enum RetryAfter {
    static let milliseconds = HTTPField.Name("retry-after-ms")!

    /// The wait that the headers ask for: `retry-after-ms` in milliseconds, else `Retry-After` in seconds or as an HTTP
    /// date (RFC 9110 section 10.2.3). Nil when there is none, or one that makes no sense (negative, not a number).
    /// A date that has passed is a wait of zero. An absurd number is kept as the longest duration, for the policy to
    /// refuse.
    static func delay(in headers: HTTPFields, now: UnixTime = .now) -> Duration? {
        if let text = headers[milliseconds], let value = Double(text) { return duration(seconds: value / 1_000) }
        guard let text = headers[.retryAfter] else { return nil }
        if let seconds = Double(text) { return duration(seconds: seconds) }
        guard let date = UnixTime(httpDate: text) else { return nil }
        return .milliseconds(max(0, date.milliseconds - now.milliseconds))
    }

    private static func duration(seconds: Double) -> Duration? {
        guard seconds >= 0 else { return nil }
        let longest = 1e9
        return .seconds(min(seconds, longest))
    }
}
