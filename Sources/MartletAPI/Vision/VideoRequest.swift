/// A request about a video: `POST /vision/video`.
public struct VideoRequest: JSONConvertible, Hashable {
    /// Where the video is: an `http:` or `https:` URL that the server fetches. Required. The local platform takes `data:`
    /// URLs too. It must be smaller than 10 MB.
    public var videoURL: String
    /// What to look for; nil for a description. Empty counts as absent.
    public var userPrompt: String?
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(videoURL: String, userPrompt: String? = nil) {
        self.videoURL = videoURL
        self.userPrompt = userPrompt
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(videoURL: "")
        var hasURL = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "video_url":
                hasURL = try reader.readField(key, into: &videoURL, keepingIn: &additionalProperties)
            case "user_prompt": try reader.readField(key, into: &userPrompt, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        // One of another type is kept aside, and is not missing.
        guard hasURL || additionalProperties["video_url"] != nil else {
            throw JSONError(code: .missingField, message: "'video_url' is required")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("video_url", videoURL)
            writer.field("user_prompt", userPrompt)
        }
    }
}
