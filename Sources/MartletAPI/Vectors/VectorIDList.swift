/// The ids of an index's vectors: the answer to `GET /vectors/{index}/list`.
public struct VectorIDList: JSONConvertible, Hashable {
    /// The ids.
    public var vectorIDs: [VectorID]
    /// How many there are.
    public var count: Int?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a list.
    public init(vectorIDs: [VectorID], count: Int? = nil) {
        self.vectorIDs = vectorIDs
        self.count = count
    }

    /// Reads `{"vector_ids":[…]}`; `{"vectors":[…]}`, as GravixLayer's Node client has it, is taken too.
    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(vectorIDs: [])
        var hasIDs = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "vector_ids", "vectors":
                hasIDs = try reader.readField(key, into: &vectorIDs, keepingIn: &additionalProperties) || hasIDs
            case "count": try reader.readWholeField(key, into: &count, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasIDs else { throw JSONError(code: .missingField, message: "'vector_ids' is required") }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("vector_ids", vectorIDs)
            writer.field("count", count)
        }
    }
}
