/// A change to one file.
public struct CodexFileChange: Hashable, Sendable {
    /// The file.
    public var path: String
    /// `add`, `delete` or `update`.
    public var kind: String
    /// Where an update moves the file.
    public var movedTo: String?
    /// The change as a unified diff, or the content of a new file. `exec` has none.
    public var diff: String?
}
