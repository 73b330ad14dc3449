public import MartletAPI

/// An answer to one prompt, with what is known about it.
public struct CodexGeneration: Hashable, Sendable {
    /// The text.
    public var content: String
    /// The model that answered.
    public var model: ModelID?
    /// Why it ended.
    public var finishReason: FinishReason?
    /// The tokens of the prompt; 0 when the service did not say.
    public var promptTokens: Int
    /// The tokens of the answer; 0 when the service did not say.
    public var completionTokens: Int
    /// Both together; 0 when the service did not say.
    public var totalTokens: Int
    /// The completion that all of this is from.
    public var completion: ChatCompletion

    /// Takes it from a completion.
    public init(_ completion: ChatCompletion) {
        content = completion.text
        model = completion.model
        finishReason = completion.finishReason
        promptTokens = completion.usage?.promptTokens ?? 0
        completionTokens = completion.usage?.completionTokens ?? 0
        totalTokens = completion.usage?.totalTokens ?? 0
        self.completion = completion
    }
}
