import HTTPTypes
import MartletAPI

extension ModelConfig {
    /// The efforts that a configuration may name.
    static let efforts: [ReasoningEffort] = [.none, .minimal, .low, .medium, .high, .xhigh]

    /// This configuration, checked.
    ///
    /// - Throws: ``ConfigurationError`` when `temperature` is not from 0 to 2, `topP` not from 0 to 1, a penalty not from
    ///   -2 to 2, `n` below 1, `reasoningEffort` none that is known, or a header of `extraHeaders` none that can be sent.
    public func validated() throws(ConfigurationError) -> ModelConfig {
        try Self.check("temperature", temperature, in: 0...2)
        try Self.check("top_p", topP, in: 0...1)
        try Self.check("frequency_penalty", frequencyPenalty, in: -2...2)
        try Self.check("presence_penalty", presencePenalty, in: -2...2)
        if let n, n < 1 { throw ConfigurationError("n must be at least 1, not \(n).") }
        if let reasoningEffort, !Self.efforts.contains(reasoningEffort) {
            let names = Self.efforts.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationError("reasoning_effort must be one of \(names), not '\(reasoningEffort)'.")
        }
        for (name, value) in extraHeaders {
            // The value may be a key.
            guard HTTPField.Name(name) != nil, HTTPField.isValidValue(value) else {
                throw ConfigurationError("extra_headers: '\(name)' is no header that can be sent.")
            }
        }
        return self
    }

    private static func check(
        _ name: String, _ value: Double?, in range: ClosedRange<Double>
    ) throws(ConfigurationError) {
        guard let value else { return }
        // NaN is in no range.
        guard range.contains(value) else {
            throw ConfigurationError(
                "\(name) must be a number from \(Int(range.lowerBound)) to \(Int(range.upperBound)), not \(value).")
        }
    }
}
