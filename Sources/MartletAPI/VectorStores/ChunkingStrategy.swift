/// How the text of a file is split into the passages that a search finds.
public enum ChunkingStrategy: Hashable, Sendable {
    /// The platform's choice. OpenAI: "a `max_chunk_size_tokens` of `800` and `chunk_overlap_tokens` of `400`".
    case auto
    /// Passages of so many tokens, each of which begins with as many of the one before.
    ///
    /// - Parameters:
    ///   - maxChunkSizeTokens: 100 to 4096.
    ///   - chunkOverlapTokens: At most half of that.
    case `static`(maxChunkSizeTokens: Int, chunkOverlapTokens: Int)
    /// A strategy that is not modelled, such as OpenAI's `other`, kept as it came.
    case unknown(JSONValue)
}

extension ChunkingStrategy: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        let value = try reader.readValue()
        self = .unknown(value)
        guard let object = value.objectValue else { throw reader.mismatch("an object") }
        switch (object["type"]?.stringValue, object.count) {
        case ("auto", 1): self = .auto
        case ("static", 2):
            guard let sizes = object["static"]?.objectValue, sizes.count == 2,
                case .integer(let size)? = sizes["max_chunk_size_tokens"],
                case .integer(let overlap)? = sizes["chunk_overlap_tokens"]
            else { return }
            self = .static(maxChunkSizeTokens: size, chunkOverlapTokens: overlap)
        default: return
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .auto: writer.value(["type": "auto"] as JSONObject)
        case .static(let size, let overlap):
            writer.object { writer in
                writer.field("type", "static")
                writer.name("static")
                writer.object { writer in
                    writer.field("max_chunk_size_tokens", size)
                    writer.field("chunk_overlap_tokens", overlap)
                }
            }
        case .unknown(let value): value.write(to: &writer)
        }
    }
}
