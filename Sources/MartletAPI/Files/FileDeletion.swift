/// The answer to the deletion of a file: GravixLayer's members and OpenAI's.
public struct FileDeletion: JSONConvertible, Hashable {
    /// What the platform says.
    public var message: String?
    /// GravixLayer: which file.
    public var fileID: FileID?
    /// GravixLayer: the file's name.
    public var fileName: String?
    /// OpenAI: which file.
    public var id: FileID?
    /// OpenAI: `file`.
    public var object: String?
    /// OpenAI: whether it is gone.
    public var deleted: Bool?
    /// The file's name, as later GravixLayer clients read it.
    public var filename: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(message: String? = nil, id: FileID? = nil) {
        self.message = message
        self.id = id
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "message": try reader.readField(key, into: &message, keepingIn: &additionalProperties)
            case "file_id": try reader.readField(key, into: &fileID, keepingIn: &additionalProperties)
            case "file_name": try reader.readField(key, into: &fileName, keepingIn: &additionalProperties)
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
            case "object": try reader.readField(key, into: &object, keepingIn: &additionalProperties)
            case "deleted": try reader.readField(key, into: &deleted, keepingIn: &additionalProperties)
            case "filename": try reader.readField(key, into: &filename, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("message", message)
            writer.field("file_id", fileID)
            writer.field("file_name", fileName)
            writer.field("id", id)
            writer.field("object", object)
            writer.field("deleted", deleted)
            writer.field("filename", filename)
        }
    }
}
