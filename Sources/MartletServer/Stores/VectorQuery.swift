public import MartletAPI

/// A search for the vectors that are closest to one.
public struct VectorQuery: Hashable, Sendable {
    /// What to look for, as long as the index says.
    public var vector: [Float]
    /// How many matches at most.
    public var topK: Int
    /// Which vectors count; nil for all.
    public var filter: VectorFilter?
    /// Whether matches come with their vectors.
    public var includesValues: Bool

    /// Creates a query.
    public init(vector: [Float], topK: Int, filter: VectorFilter? = nil, includesValues: Bool = false) {
        self.vector = vector
        self.topK = topK
        self.filter = filter
        self.includesValues = includesValues
    }
}
