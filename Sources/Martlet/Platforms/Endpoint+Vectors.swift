extension Endpoint {
    /// `/vectors/indexes`.
    public static let vectorIndexes = Endpoint(.vectors, "indexes")
    /// `/vectors/indexes/{id}`.
    public static func vectorIndex(_ id: String) -> Endpoint { Endpoint(.vectors, "indexes", id) }

    /// `/vectors/{index}/upsert`.
    public static func vectorUpsert(_ index: String) -> Endpoint { Endpoint(.vectors, index, "upsert") }
    /// `/vectors/{index}/text/upsert`.
    public static func textVectorUpsert(_ index: String) -> Endpoint { Endpoint(.vectors, index, "text", "upsert") }
    /// `/vectors/{index}/batch`.
    public static func vectorBatch(_ index: String) -> Endpoint { Endpoint(.vectors, index, "batch") }
    /// `/vectors/{index}/text/batch`.
    public static func textVectorBatch(_ index: String) -> Endpoint { Endpoint(.vectors, index, "text", "batch") }
    /// `/vectors/{index}/search`.
    public static func vectorSearch(_ index: String) -> Endpoint { Endpoint(.vectors, index, "search") }
    /// `/vectors/{index}/search/text`.
    public static func textVectorSearch(_ index: String) -> Endpoint { Endpoint(.vectors, index, "search", "text") }
    /// `/vectors/{index}/list`: the ids.
    public static func vectorIDs(_ index: String) -> Endpoint { Endpoint(.vectors, index, "list") }
    /// `/vectors/{index}/fetch`: the vectors.
    public static func vectorFetch(_ index: String) -> Endpoint { Endpoint(.vectors, index, "fetch") }
    /// `/vectors/{index}/delete`.
    public static func vectorDelete(_ index: String) -> Endpoint { Endpoint(.vectors, index, "delete") }
    /// `/vectors/{index}/{vector}`.
    public static func vector(_ index: String, _ id: String) -> Endpoint { Endpoint(.vectors, index, id) }
}
