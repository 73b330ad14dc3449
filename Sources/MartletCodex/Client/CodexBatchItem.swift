/// What one prompt of a batch brought.
public struct CodexBatchItem: Sendable {
    /// The prompt's position in the batch, from 0.
    public var index: Int
    /// The prompt.
    public var prompt: String
    /// The answer, or why there is none.
    public var result: Result<CodexGeneration, any Error>

    /// The answer's text; nil when there is none.
    public var content: String? { try? result.get().content }
    /// Why there is no answer.
    public var error: (any Error)? {
        guard case .failure(let error) = result else { return nil }
        return error
    }
}
