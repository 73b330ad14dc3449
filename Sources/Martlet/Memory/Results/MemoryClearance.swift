public import MartletAPI

/// What became of all memories of a user.
public struct MemoryClearance: Hashable, Sendable {
    /// Whose they were.
    public var userID: String
    /// How many are gone.
    public var deletedCount: Int
    /// Which are still there, because their vectors are protected.
    public var keptIDs: [MemoryID]

    /// Creates a value.
    public init(userID: String, deletedCount: Int, keptIDs: [MemoryID] = []) {
        self.userID = userID
        self.deletedCount = deletedCount
        self.keptIDs = keptIDs
    }

    /// What GravixLayer's client says about it.
    public var message: String { "Deleted \(deletedCount) memories for user \(userID)" }
    /// The clearance as GravixLayer's client gives it back, with the numbers beside the message.
    public var json: JSONValue {
        [
            "message": .string(message), "deleted_count": .integer(deletedCount),
            "kept_ids": .array(keptIDs.map { .string($0.rawValue) }),
        ]
    }
}
