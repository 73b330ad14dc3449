public import MartletAPI

/// What kind of memory something is. Open; what a platform's index has is kept.
public struct MemoryType: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text in the index.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Something that holds: a preference, a name. The default.
    public static let factual = MemoryType(rawValue: "factual")
    /// Something that happened or was said.
    public static let episodic = MemoryType(rawValue: "episodic")
    /// Something for the moment; see ``Memory/cleanupWorkingMemory(userID:olderThan:at:indexName:)``.
    public static let working = MemoryType(rawValue: "working")
    /// What things mean and how they belong together.
    public static let semantic = MemoryType(rawValue: "semantic")

    /// The types that there are.
    public static let known: [MemoryType] = [.factual, .episodic, .working, .semantic]
}

extension MemoryType {
    /// The type that a model names, in any case. GravixLayer: "unknown → factual", and "preference(→factual)".
    static func said(_ text: String?) -> MemoryType {
        let text = text?.lowercased() ?? ""
        return known.first { $0.rawValue == text } ?? .factual
    }
}
