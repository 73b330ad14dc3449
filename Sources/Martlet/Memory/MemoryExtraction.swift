/// How far the chat model is trusted that extracts facts from a conversation.
///
/// A model of a hundred million parameters, as the local platform has by default, leaves out half of what a user says and
/// makes up the rest. A grammar keeps its answer in form, and these rules keep it from being believed.
public struct MemoryExtraction: Hashable, Sendable {
    /// The share of a fact's words, 0 to 1, that must occur in one exchange of the conversation: in a message of the user
    /// or the message before it. A fact below that is taken for an invention and not stored. 0 takes every fact.
    ///
    /// Words are compared without their endings; articles, prepositions and auxiliary verbs do not count, and pronouns
    /// count as the person they mean, so that "she loves steak" is not found in "I love steak".
    public var grounding: Double
    /// Whether statements of the user that no fact covers are stored in the user's own words. Questions, greetings and
    /// thanks are no statements.
    public var keepsStatements: Bool

    /// Creates rules.
    public init(grounding: Double, keepsStatements: Bool) {
        self.grounding = grounding
        self.keepsStatements = keepsStatements
    }

    /// For small models: three quarters of a fact's words must occur, and what no fact covers is kept. Nothing is made up
    /// and nothing is lost, and more is stored than a good model would choose.
    public static let careful = MemoryExtraction(grounding: 0.75, keepsStatements: true)
    /// For models that can be relied upon: what they choose is stored, and nothing else.
    public static let trusting = MemoryExtraction(grounding: 0, keepsStatements: false)
}
