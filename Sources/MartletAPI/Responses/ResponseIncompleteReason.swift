/// Why a response ended before it was complete. Open.
public struct ResponseIncompleteReason: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The token limit or the end of the context was reached.
    public static let maxOutputTokens = ResponseIncompleteReason(rawValue: "max_output_tokens")
    /// The answer was cut by a filter.
    public static let contentFilter = ResponseIncompleteReason(rawValue: "content_filter")
}
