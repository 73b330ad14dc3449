/// The answer to the upsert of a batch.
public struct VectorBatchResponse: JSONConvertible, Hashable {
    /// How many vectors were put in.
    public var upsertedCount: Int
    /// How many could not be.
    public var failedCount: Int
    /// Why they could not.
    public var errors: [String]
    /// What embedding cost, for texts.
    public var usage: EmbeddingUsage?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(upsertedCount: Int, failedCount: Int = 0, errors: [String] = [], usage: EmbeddingUsage? = nil) {
        self.upsertedCount = upsertedCount
        self.failedCount = failedCount
        self.errors = errors
        self.usage = usage
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(upsertedCount: 0)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "upserted_count": try reader.readField(key, into: &upsertedCount, keepingIn: &additionalProperties)
            case "failed_count": try reader.readField(key, into: &failedCount, keepingIn: &additionalProperties)
            case "errors": try reader.readField(key, into: &errors, keepingIn: &additionalProperties)
            case "usage": try reader.readField(key, into: &usage, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("upserted_count", upsertedCount)
            writer.field("failed_count", failedCount)
            writer.field("errors", errors)
            writer.field("usage", usage)
        }
    }
}
