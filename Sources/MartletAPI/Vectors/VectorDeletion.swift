/// The answer to a deletion of vectors.
public struct VectorDeletion: JSONConvertible, Hashable {
    /// What the platform says.
    public var message: String?
    /// Which are gone.
    public var deletedIDs: [VectorID]?
    /// How many are gone.
    public var count: Int?
    /// The local platform: which were kept because they are protected; nil for none.
    public var protectedIDs: [VectorID]?
    /// The local platform: which there were not; nil for none.
    public var missingIDs: [VectorID]?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(message: String? = nil, deletedIDs: [VectorID]? = nil, count: Int? = nil) {
        self.message = message
        self.deletedIDs = deletedIDs
        self.count = count
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "message": try reader.readField(key, into: &message, keepingIn: &additionalProperties)
            case "deleted_ids": try reader.readField(key, into: &deletedIDs, keepingIn: &additionalProperties)
            case "count": try reader.readWholeField(key, into: &count, keepingIn: &additionalProperties)
            case "protected_ids": try reader.readField(key, into: &protectedIDs, keepingIn: &additionalProperties)
            case "missing_ids": try reader.readField(key, into: &missingIDs, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("message", message)
            writer.field("deleted_ids", deletedIDs)
            writer.field("count", count)
            writer.field("protected_ids", protectedIDs)
            writer.field("missing_ids", missingIDs)
        }
    }
}
