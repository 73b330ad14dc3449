/// Whether a vector store can be searched. Open: a status that is not known here is kept as it came.
public struct VectorStoreStatus: StringNewtype {
    public let rawValue: String
    /// Creates the value from its text on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Some of its files are still being read; the others can be searched.
    public static let inProgress = VectorStoreStatus(rawValue: "in_progress")
    /// All of its files are read.
    public static let completed = VectorStoreStatus(rawValue: "completed")
    /// Its time is over: it cannot be searched any more.
    public static let expired = VectorStoreStatus(rawValue: "expired")
}
