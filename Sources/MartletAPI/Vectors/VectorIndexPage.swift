/// A page of the vector indexes: the answer to `GET /vectors/indexes`.
public struct VectorIndexPage: JSONConvertible, Hashable {
    /// The indexes.
    public var indexes: [VectorIndex]
    /// Which part of the list they are; nil where a platform does not say.
    public var pagination: VectorIndexPagination?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a page.
    public init(indexes: [VectorIndex], pagination: VectorIndexPagination? = nil) {
        self.indexes = indexes
        self.pagination = pagination
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(indexes: [])
        var hasIndexes = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "indexes": hasIndexes = try reader.readField(key, into: &indexes, keepingIn: &additionalProperties)
            case "pagination": try reader.readField(key, into: &pagination, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasIndexes || additionalProperties["indexes"] != nil else {
            throw JSONError(code: .missingField, message: "'indexes' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("indexes", indexes)
            writer.field("pagination", pagination)
        }
    }
}
