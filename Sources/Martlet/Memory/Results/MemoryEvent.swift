public import MartletAPI

/// What happened to one memory.
public struct MemoryEvent: Hashable, Sendable {
    /// The kinds of events. Open.
    public struct Kind: StringNewtype {
        public let rawValue: String
        /// Creates the value from its text.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// It was added. GravixLayer: "No de-duplication, no UPDATE/DELETE events".
        public static let add = Kind(rawValue: "ADD")
    }

    /// The memory.
    public var entry: MemoryEntry
    /// What happened to it.
    public var event: Kind

    /// Creates an event.
    public init(entry: MemoryEntry, event: Kind = .add) {
        self.entry = entry
        self.event = event
    }

    /// Identifies the memory.
    public var id: MemoryID { entry.id }
    /// What is remembered.
    public var memory: String { entry.content }

    /// The event as GravixLayer's client gives it back.
    public var json: JSONValue {
        ["id": .string(id.rawValue), "memory": .string(memory), "event": .string(event.rawValue)]
    }
}
