public import MartletAPI

/// A memory that was changed.
public struct MemoryUpdate: Hashable, Sendable {
    /// The memory as it is now.
    public var entry: MemoryEntry

    /// Creates a value.
    public init(entry: MemoryEntry) { self.entry = entry }

    /// What GravixLayer's client says about it.
    public var message: String { "Memory \(entry.id) updated successfully!" }
    /// The change as GravixLayer's client gives it back.
    public var json: JSONValue { ["message": .string(message)] }
}
