public import MartletAPI

/// Vector indexes and what is in them: `/vectors`. GravixLayer and the local platform have them.
///
/// ```swift
/// let index = try await client.vectors.indexes.create(name: "notes", dimension: 384, metric: .cosine)
/// let notes = client.vectors.index(index.id)
/// try await notes.upsertText(text: "Swifts sleep on the wing.", id: "swift", metadata: ["kind": "bird"])
/// let found = try await notes.searchText(query: "Where do birds sleep?", limit: 3)
/// print(found.hits.map(\.id))
/// ```
public struct VectorsResource: Sendable {
    let client: MartletClient

    /// The indexes themselves.
    public var indexes: VectorIndexesResource { VectorIndexesResource(client: client) }

    /// The vectors of one index. Nothing is sent: an index that there is not shows with the first call.
    public func index(_ id: VectorIndexID) -> IndexVectorsResource { IndexVectorsResource(client: client, id: id) }
}

extension MartletClient {
    /// Vector indexes and what is in them.
    public var vectors: VectorsResource { VectorsResource(client: self) }
}
