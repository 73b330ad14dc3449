/// A file in a message: uploaded, by URL, or with its bytes.
public struct ResponseInputFile: JSONConvertible, Hashable {
    /// The uploaded file that it is.
    public var fileID: FileID?
    /// Where it is.
    public var fileURL: String?
    /// Its name.
    public var filename: String?
    /// Its bytes in base64, or a `data:` URL.
    public var fileData: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(fileID: FileID? = nil, fileURL: String? = nil, filename: String? = nil, fileData: String? = nil) {
        self.fileID = fileID
        self.fileURL = fileURL
        self.filename = filename
        self.fileData = fileData
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "file_id": try reader.readField(key, into: &fileID, keepingIn: &additionalProperties)
            case "file_url": try reader.readField(key, into: &fileURL, keepingIn: &additionalProperties)
            case "filename": try reader.readField(key, into: &filename, keepingIn: &additionalProperties)
            case "file_data": try reader.readField(key, into: &fileData, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", "input_file")
            writer.field("file_id", fileID)
            writer.field("file_url", fileURL)
            writer.field("filename", filename)
            writer.field("file_data", fileData)
        }
    }
}
