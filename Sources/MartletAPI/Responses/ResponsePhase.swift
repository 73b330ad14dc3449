/// What a message of the model is within its turn. Open.
public struct ResponsePhase: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Said on the way to the answer.
    public static let commentary = ResponsePhase(rawValue: "commentary")
    /// The answer.
    public static let finalAnswer = ResponsePhase(rawValue: "final_answer")
}
