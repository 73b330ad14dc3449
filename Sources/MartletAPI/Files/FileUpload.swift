/// The answer to an upload.
///
/// GravixLayer answers `message`, `file_name` and `purpose`, and "no id in any client type"; OpenAI answers the file.
/// The local platform answers both.
public struct FileUpload: JSONConvertible, Hashable {
    /// What the platform says.
    public var message: String?
    /// GravixLayer: the file's name.
    public var fileName: String?
    /// Identifies the file; GravixLayer's own platform may leave it out.
    public var id: FileID?
    /// `file`.
    public var object: String?
    /// The file's size.
    public var bytes: Int?
    /// When it was uploaded, in seconds since 1970.
    public var createdAt: Int?
    /// OpenAI: the file's name.
    public var filename: String?
    /// What the file is for.
    public var purpose: FilePurpose?
    /// How long after the upload the file is deleted, in seconds; nil for never.
    public var expiresAfter: Int?
    /// When the file is deleted, in seconds since 1970; nil for never.
    public var expiresAt: Int?
    /// OpenAI, deprecated there: `processed`.
    public var status: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value; what is not named here is a property to set.
    public init(message: String? = nil, fileName: String? = nil) {
        self.message = message
        self.fileName = fileName
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "message": try reader.readField(key, into: &message, keepingIn: &additionalProperties)
            case "file_name": try reader.readField(key, into: &fileName, keepingIn: &additionalProperties)
            case "id": try reader.readField(key, into: &id, keepingIn: &additionalProperties)
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
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("message", message)
            writer.field("file_name", fileName)
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

extension FileUpload {
    /// The answer about a file, with the members of both platforms.
    public init(_ file: FileObject, message: String) {
        self.init(message: message, fileName: file.filename)
        id = file.id
        object = file.object
        bytes = file.bytes
        createdAt = file.createdAt
        filename = file.filename
        purpose = file.purpose
        expiresAfter = file.expiresAfter
        expiresAt = file.expiresAt
        status = file.status
    }

    /// The file; nil when the platform did not say its id.
    public var file: FileObject? {
        guard let id else { return nil }
        var file = FileObject(id: id)
        file.object = object
        file.bytes = bytes
        file.createdAt = createdAt
        file.filename = filename ?? fileName
        file.purpose = purpose
        file.expiresAfter = expiresAfter
        file.expiresAt = expiresAt
        file.status = status
        return file
    }
}
