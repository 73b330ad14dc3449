public import MartletAPI

/// What a message of the model is. Open; many models do not say.
public struct CodexMessagePhase: StringNewtype {
    public let rawValue: String
    /// Creates the phase from its word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// What the model says while it works.
    public static let commentary = CodexMessagePhase(rawValue: "commentary")
    /// The answer.
    public static let finalAnswer = CodexMessagePhase(rawValue: "final_answer")
}
