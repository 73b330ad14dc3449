/// A request to classify an image or a video: `POST /moderations/media`.
public struct MediaModerationRequest: JSONConvertible, Hashable {
    /// Where the image or video is. Required. An `http` or `https` URL; the local platform takes `data:` URLs too.
    public var mediaURL: String
    /// Whether it is a video. PixiGPT: "`is_video` always sent".
    public var isVideo: Bool
    /// Members that are not modelled here, or whose value has an unexpected type. Written back as they came.
    public var additionalProperties: JSONObject = [:]

    /// Creates a request.
    public init(mediaURL: String, isVideo: Bool = false) {
        self.mediaURL = mediaURL
        self.isVideo = isVideo
    }

    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(mediaURL: "")
        var (hasURL, hasKind) = (false, false)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "media_url": hasURL = try reader.readField(key, into: &mediaURL, keepingIn: &additionalProperties)
            case "is_video": hasKind = try reader.readField(key, into: &isVideo, keepingIn: &additionalProperties)
            default: additionalProperties[key.string] = try reader.readValue()
            }
        }
        guard hasURL else { throw JSONError(code: .missingField, message: "'media_url' is required, as a URL") }
        guard hasKind else {
            throw JSONError(code: .missingField, message: "'is_video' is required, as true or false")
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.object(with: additionalProperties) { writer in
            writer.field("media_url", mediaURL)
            writer.field("is_video", isVideo)
        }
    }
}
