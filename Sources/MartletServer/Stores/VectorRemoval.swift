public import MartletAPI

/// What became of vectors that were to be deleted.
public struct VectorRemoval: Hashable, Sendable {
    /// These are gone.
    public var deleted: [VectorID]
    /// These were kept because they are protected.
    public var protected: [VectorID]
    /// These there were not.
    public var missing: [VectorID]

    /// Creates a value.
    public init(deleted: [VectorID] = [], protected: [VectorID] = [], missing: [VectorID] = []) {
        self.deleted = deleted
        self.protected = protected
        self.missing = missing
    }
}
