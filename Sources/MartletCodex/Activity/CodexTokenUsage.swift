/// Tokens that model calls took.
public struct CodexTokenUsage: Hashable, Sendable {
    /// Read, those from the cache among them.
    public var input: Int
    /// Read from the provider's cache.
    public var cachedInput: Int
    /// Written, those of reasoning among them.
    public var output: Int
    /// Spent on reasoning.
    public var reasoning: Int
    /// All together.
    public var total: Int

    /// Creates a count; what is not given is 0, and the total the sum of input and output.
    public init(input: Int = 0, cachedInput: Int = 0, output: Int = 0, reasoning: Int = 0, total: Int? = nil) {
        self.input = input
        self.cachedInput = cachedInput
        self.output = output
        self.reasoning = reasoning
        self.total = total ?? input + output
    }

    /// Both together.
    public static func + (left: CodexTokenUsage, right: CodexTokenUsage) -> CodexTokenUsage {
        CodexTokenUsage(
            input: left.input + right.input, cachedInput: left.cachedInput + right.cachedInput,
            output: left.output + right.output, reasoning: left.reasoning + right.reasoning,
            total: left.total + right.total)
    }
}
