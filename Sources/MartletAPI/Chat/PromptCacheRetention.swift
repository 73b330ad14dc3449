/// How long a cached prompt is kept. Open.
public struct PromptCacheRetention: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// In memory only.
    public static let inMemory = PromptCacheRetention(rawValue: "in-memory")
    /// For a day.
    public static let day = PromptCacheRetention(rawValue: "24h")
}
