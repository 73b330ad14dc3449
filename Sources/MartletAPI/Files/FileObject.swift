/// A file that a platform keeps: the union of GravixLayer's and OpenAI's shapes.
public struct FileObject: JSONConvertible, Hashable {
    /// Identifies it.
    public var id: FileID
    /// `file`.
    public var object: String?
    /// Its size.
    public var bytes: Int?
    /// When it was uploaded, in seconds since 1970.
    public var createdAt: Int?
    /// Its name.
    public var filename: String?
    /// What it is for.
    public var purpose: FilePurpose?
    /// GravixLayer: how long after the upload it is deleted, in seconds; nil for never.
    public var expiresAfter: Int?
    /// OpenAI: when it is deleted, in seconds since 1970; nil for never.
    public var expiresAt: Int?
    /// OpenAI, deprecated there: `processed`.
    public var status: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(id: FileID) {
        self.id = id
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(id: "")
        var hasId = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": hasId = try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "bytes": try reader.readWholeField(key, into: &bytes, keepingIn: &additionalProperties)
            case "created_at": try reader.readWholeField(key, into: &createdAt, keepingIn: &additionalProperties)
            case "filename": try reader.readField(key, into: &filename, keepingIn: &additionalProperties)
            case "purpose": try reader.readField(key, into: &purpose, keepingIn: &additionalProperties)
            case "expires_after": try reader.readWholeField(key, into: &expiresAfter, keepingIn: &additionalProperties)
            case "expires_at": try reader.readWholeField(key, into: &expiresAt, keepingIn: &additionalProperties)
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
            writer.field("object", object)
            writer.field("bytes", bytes)
            writer.field("created_at", createdAt)
            writer.field("filename", filename)
            writer.field("purpose", purpose)
            writer.field("expires_after", expiresAfter)
            writer.field("expires_at", expiresAt)
            writer.field("status", status)
        }
    }
}
