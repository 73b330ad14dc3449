public import MartletAPI

/// What became of the vectors of an index that was to be emptied.
public struct VectorDeletionReport: Hashable, Sendable {
    /// How many are gone.
    public var deletedCount: Int
    /// Which are still there, because they are protected.
    public var keptIDs: [VectorID]

    /// Creates a report.
    public init(deletedCount: Int = 0, keptIDs: [VectorID] = []) {
        self.deletedCount = deletedCount
        self.keptIDs = keptIDs
    }
}
