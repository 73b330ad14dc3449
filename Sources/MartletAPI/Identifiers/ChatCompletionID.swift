/// Identifies one chat completion; every chunk of its stream carries the same one. Such as `chatcmpl-…`.
public struct ChatCompletionID: StringNewtype {
    public let rawValue: String
    /// Creates the identifier from its text.
    public init(rawValue: String) { self.rawValue = rawValue }
}
