/// An image in a message, by URL or as an uploaded file.
public struct ResponseInputImage: JSONConvertible, Hashable {
    /// Where it is; a `data:` URL carries the image itself.
    public var imageURL: String?
    /// The uploaded file that it is.
    public var fileID: FileID?
    /// In how much detail it is looked at. `auto` unless given.
    public var detail: ImageDetail?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a value.
    public init(imageURL: String? = nil, fileID: FileID? = nil, detail: ImageDetail? = nil) {
        self.imageURL = imageURL
        self.fileID = fileID
        self.detail = detail
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": try reader.skipValue()
            case "image_url": try reader.readField(key, into: &imageURL, keepingIn: &additionalProperties)
            case "file_id": try reader.readField(key, into: &fileID, keepingIn: &additionalProperties)
            case "detail": try reader.readField(key, into: &detail, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("type", "input_image")
            writer.field("image_url", imageURL)
            writer.field("file_id", fileID)
            writer.field("detail", detail)
        }
    }
}
