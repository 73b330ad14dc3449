/// A stream went beyond what a ``ChatCompletionAccumulator`` takes.
public struct AccumulatorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What there was too much of.
    public var limit: String
    /// How much is allowed.
    public var value: Int

    /// Creates an error.
    public init(limit: String, value: Int) {
        self.limit = limit
        self.value = value
    }

    public var description: String { "The stream has more \(limit) than the limit of \(value)." }
}
