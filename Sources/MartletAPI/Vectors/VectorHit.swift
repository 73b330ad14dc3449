/// A vector that a search found.
public struct VectorHit: JSONConvertible, Hashable {
    /// Which vector.
    public var id: VectorID
    /// How close it is; higher is closer. See ``VectorMetric``.
    public var score: Double
    /// The vector, when it was asked for.
    public var values: [Float]?
    /// Its metadata, when it was asked for.
    public var metadata: JSONObject?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(id: VectorID, score: Double, values: [Float]? = nil, metadata: JSONObject? = nil) {
        self.id = id
        self.score = score
        self.values = values
        self.metadata = metadata
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", score: 0)
        var hasId = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": hasId = try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "score": try reader.readField(key, into: &score, keepingIn: &additionalProperties)
            case "values": try reader.readVectorField(key, into: &values, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasId || additionalProperties["id"] != nil else {
            throw JSONError(code: .missingField, message: "'id' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("score", score)
            writer.vectorField("values", values)
            writer.field("metadata", metadata)
        }
    }
}
