/// When a server that failed is started again.
package struct RestartPolicy: Hashable, Sendable {
    /// The wait after the first failure. Default: half a second. It doubles with each further one.
    package var initialDelay: Duration = .milliseconds(500)
    /// The longest wait. Default: thirty seconds.
    package var maximumDelay: Duration = .seconds(30)
    /// After how many failures in a row callers are told the error instead of waiting for another attempt. Default: 3.
    /// Less than 1 counts as 1.
    package var failureLimit = 3
    /// How long a server must have been ready for its earlier failures to be forgotten. Default: a minute.
    package var healthyAfter: Duration = .seconds(60)

    /// The defaults documented at each property.
    package init() {}

    /// The wait after so many failures in a row.
    func delay(afterFailures failures: Int) -> Duration {
        guard failures > 0 else { return .zero }
        var delay = initialDelay
        var doublings = failures - 1
        while doublings > 0, delay > .zero, delay < maximumDelay {
            delay *= 2
            doublings -= 1
        }
        return min(delay, maximumDelay)
    }
}
