public import MartletAPI

/// The memories that a search or a listing brings.
public struct MemoryResults: Hashable, Sendable {
    /// The memories: of a search the closest first, of a listing the newest.
    public var results: [MemoryItem]
    /// How many of them could not be counted as found; see ``MemoryConfiguration/countsAccess``. Always 0 where that is
    /// not counted.
    public var uncounted: Int

    /// Creates a value.
    public init(results: [MemoryItem], uncounted: Int = 0) {
        self.results = results
        self.uncounted = uncounted
    }

    /// The results as GravixLayer's client gives them back.
    public var json: JSONValue { ["results": .array(results.map(\.json))] }
}
