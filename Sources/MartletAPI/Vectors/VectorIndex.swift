/// A vector index.
public struct VectorIndex: JSONConvertible, Hashable {
    /// Identifies it.
    public var id: VectorIndexID
    /// Its name.
    public var name: String
    /// How long its vectors are.
    public var dimension: Int
    /// How closeness is measured.
    public var metric: VectorMetric
    /// The kind of vectors.
    public var vectorType: VectorType = .dense
    /// Where it is said to live.
    public var cloudProvider: VectorCloudProvider?
    /// The provider's region.
    public var region: String?
    /// How it is served.
    public var indexType: VectorIndexType = .serverless
    /// Whether it cannot be deleted until this is taken back.
    public var deleteProtection: Bool = false
    /// When it was made, in ISO 8601.
    public var createdAt: String?
    /// The caller's own notes.
    public var metadata: JSONObject?
    /// When it was last changed, in ISO 8601.
    public var updatedAt: String?
    /// Such as `ready`.
    public var status: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: VectorIndexID, name: String, dimension: Int, metric: VectorMetric) {
        self.id = id
        self.name = name
        self.dimension = dimension
        self.metric = metric
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", name: "", dimension: 0, metric: "")
        var hasId = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": hasId = try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "name": try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "dimension": try reader.readField(key, into: &dimension, keepingIn: &additionalProperties)
            case "metric": try reader.readField(key, into: &metric, keepingIn: &additionalProperties)
            case "vector_type": try reader.readField(key, into: &vectorType, keepingIn: &additionalProperties)
            case "cloud_provider": try reader.readField(key, into: &cloudProvider, keepingIn: &additionalProperties)
            case "region": try reader.readField(key, into: &region, keepingIn: &additionalProperties)
            case "index_type": try reader.readField(key, into: &indexType, keepingIn: &additionalProperties)
            case "delete_protection":
                try reader.readField(key, into: &deleteProtection, keepingIn: &additionalProperties)
            case "created_at": try reader.readField(key, into: &createdAt, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            case "updated_at": try reader.readField(key, into: &updatedAt, keepingIn: &additionalProperties)
            case "status": try reader.readField(key, into: &status, keepingIn: &additionalProperties)
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
            writer.field("name", name)
            writer.field("dimension", dimension)
            writer.field("metric", metric)
            writer.field("vector_type", vectorType)
            writer.field("cloud_provider", cloudProvider)
            writer.field("region", region)
            writer.field("index_type", indexType)
            writer.field("delete_protection", deleteProtection)
            writer.field("created_at", createdAt)
            writer.field("metadata", metadata)
            writer.field("updated_at", updatedAt)
            writer.field("status", status)
        }
    }
}
