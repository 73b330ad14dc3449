/// What became of a file of a vector store, or of a batch of them. Open: a status that is not known here is kept as it came.
public struct VectorStoreFileStatus: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It is being read, or waits for that.
    public static let inProgress = VectorStoreFileStatus(rawValue: "in_progress")
    /// It can be searched.
    public static let completed = VectorStoreFileStatus(rawValue: "completed")
    /// Its reading was called off.
    public static let cancelled = VectorStoreFileStatus(rawValue: "cancelled")
    /// It could not be read.
    public static let failed = VectorStoreFileStatus(rawValue: "failed")
}
