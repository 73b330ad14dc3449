/// Which way a conversation or a text was remembered.
public enum MemoryOutcome: Hashable, Sendable {
    /// As it was given: a text, or a conversation from which nothing was to be extracted.
    case stored
    /// As facts that the model extracted.
    case extracted
    /// In the user's own words, beside what the model extracted, for the reason that is given.
    case keptStatements(MemoryReason)
    /// The conversation as a whole, because no facts could be had, for the reason that is given.
    case storedRaw(MemoryReason)
    /// Not at all: there is nothing in it to remember.
    case nothingToRemember

    /// A name for programs.
    public var name: String {
        switch self {
        case .stored: "stored"
        case .extracted: "extracted"
        case .keptStatements: "kept_statements"
        case .storedRaw: "stored_raw"
        case .nothingToRemember: "nothing_to_remember"
        }
    }

    /// Why the model's facts alone would not do; nil where they do or none were asked for.
    public var reason: MemoryReason? {
        switch self {
        case .keptStatements(let reason), .storedRaw(let reason): reason
        case .stored, .extracted, .nothingToRemember: nil
        }
    }
}
