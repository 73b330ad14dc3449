/// A model that a platform serves.
///
/// Some servers send only the id.
public struct Model: JSONConvertible, Hashable {
    /// The name to use in requests.
    public var id: ModelID
    /// `model`.
    public var object: String?
    /// When it was made or added, in seconds since 1970.
    public var created: Int?
    /// Who made or serves it.
    public var ownedBy: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: ModelID, created: Int? = nil, ownedBy: String? = nil) {
        self.id = id
        self.created = created
        self.ownedBy = ownedBy
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "")
        var hasId = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id":
                hasId = try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "created": try reader.readField(key, into: &created, keepingIn: &additionalProperties)
            case "owned_by": try reader.readField(key, into: &ownedBy, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasId else {
            throw JSONError(code: .missingField, message: "'id' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("id", id)
            writer.field("object", object)
            writer.field("created", created)
            writer.field("owned_by", ownedBy)
        }
    }
}
