public import MartletAPI

/// A memory that was deleted.
public struct MemoryDeletion: Hashable, Sendable {
    /// Which.
    public var id: MemoryID

    /// Creates a value.
    public init(id: MemoryID) { self.id = id }

    /// What GravixLayer's client says about it.
    public var message: String { "Memory \(id) deleted successfully!" }
    /// The deletion as GravixLayer's client gives it back.
    public var json: JSONValue { ["message": .string(message)] }
}
