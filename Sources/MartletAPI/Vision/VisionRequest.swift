/// A request about an image: `POST /vision/analyze`, `/vision/tags` and `/vision/ocr`.
public struct VisionRequest: JSONConvertible, Hashable {
    /// Where the image is: an `http:` or `https:` URL that the server fetches. Required. The local platform takes `data:`
    /// URLs too.
    public var imageURL: String
    /// What to look for; nil for a description. Only `/vision/analyze` takes one. Empty counts as absent.
    public var userPrompt: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(imageURL: String, userPrompt: String? = nil) {
        self.imageURL = imageURL
        self.userPrompt = userPrompt
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(imageURL: "")
        var hasURL = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "image_url":
                hasURL = try reader.readField(key, into: &imageURL, keepingIn: &additionalProperties)
            case "user_prompt": try reader.readField(key, into: &userPrompt, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        // One of another type is kept aside, and is not missing.
        guard hasURL || additionalProperties["image_url"] != nil else {
            throw JSONError(code: .missingField, message: "'image_url' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("image_url", imageURL)
            writer.field("user_prompt", userPrompt)
        }
    }
}
