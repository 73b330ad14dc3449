/// A request for a new vector index: `POST /vectors/indexes`.
///
/// GravixLayer's client sends every key, also with its default.
public struct VectorIndexRequest: JSONConvertible, Hashable {
    /// Its name, 1 to 255 characters.
    public var name: String
    /// How long its vectors are, 1 to 2000.
    public var dimension: Int
    /// How closeness is measured.
    public var metric: VectorMetric
    /// The kind of vectors.
    public var vectorType: VectorType = .dense
    /// Where it is to live. GravixLayer's own platform requires it.
    public var cloudProvider: VectorCloudProvider?
    /// The provider's region. GravixLayer's own platform requires it.
    public var region: String?
    /// How it is served.
    public var indexType: VectorIndexType = .serverless
    /// The caller's own notes.
    public var metadata: JSONObject = [:]
    /// Whether it cannot be deleted until this is taken back.
    public var deleteProtection: Bool = false
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request; what is not named here is a property to set.
    public init(
        name: String, dimension: Int, metric: VectorMetric = .cosine, cloudProvider: VectorCloudProvider? = nil,
        region: String? = nil
    ) {
        self.name = name
        self.dimension = dimension
        self.metric = metric
        self.cloudProvider = cloudProvider
        self.region = region
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(name: "", dimension: 0)
        var hasName = false
        var hasDimension = false
        var hasMetric = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": hasName = try reader.readField(key, into: &name, keepingIn: &additionalProperties)
            case "dimension":
                hasDimension = try reader.readField(key, into: &dimension, keepingIn: &additionalProperties)
            case "metric": hasMetric = try reader.readField(key, into: &metric, keepingIn: &additionalProperties)
            case "vector_type": try reader.readField(key, into: &vectorType, keepingIn: &additionalProperties)
            case "cloud_provider": try reader.readField(key, into: &cloudProvider, keepingIn: &additionalProperties)
            case "region": try reader.readField(key, into: &region, keepingIn: &additionalProperties)
            case "index_type": try reader.readField(key, into: &indexType, keepingIn: &additionalProperties)
            case "metadata": try reader.readField(key, into: &metadata, keepingIn: &additionalProperties)
            case "delete_protection":
                try reader.readField(key, into: &deleteProtection, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasName || additionalProperties["name"] != nil else {
            throw JSONError(code: .missingField, message: "'name' is required")
        }
        guard hasDimension || additionalProperties["dimension"] != nil else {
            throw JSONError(code: .missingField, message: "'dimension' is required")
        }
        guard hasMetric || additionalProperties["metric"] != nil else {
            throw JSONError(code: .missingField, message: "'metric' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("name", name)
            writer.field("dimension", dimension)
            writer.field("metric", metric)
            writer.field("vector_type", vectorType)
            writer.field("cloud_provider", cloudProvider)
            writer.field("region", region)
            writer.field("index_type", indexType)
            writer.field("metadata", metadata)
            writer.field("delete_protection", deleteProtection)
        }
    }
}
