/// How often a run is looked at while it is waited for.
///
/// The first look is at once. PixiGPT's own clients wait 0.5 s each time: ``every(_:)``.
public struct PollingPolicy: Hashable, Sendable {
    /// The wait between the first look and the second. Default 0.1 s. Less than 1 ms counts as 1 ms.
    public var initialDelay: Duration
    /// How much longer each further wait is. Default 1.5. What is not above 1 leaves the waits alike.
    public var growth: Double
    /// The longest wait. Default 2 s. Less than the first wait counts as that.
    public var maximumDelay: Duration
    /// How long the run is waited for altogether. Default for ever.
    public var deadline: Duration?

    /// Creates a policy; each parameter has the documented default.
    public init(
        initialDelay: Duration = .milliseconds(100), growth: Double = 1.5, maximumDelay: Duration = .seconds(2),
        deadline: Duration? = nil
    ) {
        self.initialDelay = initialDelay
        self.growth = growth
        self.maximumDelay = maximumDelay
        self.deadline = deadline
    }

    /// Looks at the run at constant intervals.
    public static func every(_ interval: Duration, deadline: Duration? = nil) -> PollingPolicy {
        PollingPolicy(initialDelay: interval, growth: 1, maximumDelay: interval, deadline: deadline)
    }

    /// The wait after the one of `delay`, or the first one.
    func delay(after delay: Duration?) -> Duration {
        let first = max(initialDelay, .milliseconds(1))
        guard let delay else { return first }
        let longest = max(maximumDelay, first)
        guard growth > 1, growth.isFinite, delay < longest else { return min(delay, longest) }
        // A wait of ages times a growth without measure is no number that a duration can be.
        let seconds = Double(delay.components.seconds) + Double(delay.components.attoseconds) / 1e18
        return seconds * growth < 1e9 ? min(delay * growth, longest) : longest
    }
}
