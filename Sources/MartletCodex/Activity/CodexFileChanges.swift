/// Changes to files that the model makes in one step.
public struct CodexFileChanges: Hashable, Sendable {
    /// Names the item.
    public var id: String
    /// What changes.
    public var changes: [CodexFileChange]
    /// How it stands.
    public var status: CodexStatus
}
