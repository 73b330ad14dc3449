public import MartletAPI

/// A vector that a search found.
public struct VectorMatch: Hashable, Sendable {
    /// Which vector.
    public var id: VectorID
    /// How close it is; higher is closer. See ``VectorMetric``.
    public var score: Float
    /// The vector, when it was asked for.
    public var values: [Float]?
    /// Its metadata.
    public var metadata: JSONObject

    /// Creates a match.
    public init(id: VectorID, score: Float, values: [Float]? = nil, metadata: JSONObject) {
        self.id = id
        self.score = score
        self.values = values
        self.metadata = metadata
    }
}
