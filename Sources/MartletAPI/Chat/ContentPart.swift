/// One part of a message's content.
///
/// A part of a kind that is not modelled, or with members that are not, keeps its whole JSON and writes it back.
public enum ContentPart: Hashable, Sendable {
    /// Text.
    case text(String)
    /// An image by URL; a `data:` URL carries the image itself.
    case imageURL(String, detail: ImageDetail? = nil)
    /// A video by URL (Qwen, vLLM).
    case videoURL(String)
    /// Speech: base64 data in a format such as `wav` or `mp3`.
    case inputAudio(data: String, format: String)
    /// In an answer: why the model refuses.
    case refusal(String)
    /// Any other kind.
    case unknown(type: String?, payload: JSONValue)

    /// The text of a text part, also of one with members that are not modelled, such as `cache_control`.
    public var text: String? {
        switch self {
        case .text(let text): text
        case .unknown(type: "text", let payload): payload["text"]?.stringValue
        default: nil
        }
    }
}

extension ContentPart: JSONConvertible {
    public init(reading reader: inout JSONReader) throws(JSONError) {
        self.init(try reader.readValue())
    }

    /// The part that a value is. Some servers send bare strings among the parts.
    init(_ payload: JSONValue) {
        if case .string(let text) = payload {
            self = .text(text)
        } else {
            self = Self.modelled(payload) ?? .unknown(type: payload["type"]?.stringValue, payload: payload)
        }
    }

    /// The modelled form of a part, unless that would lose something.
    private static func modelled(_ payload: JSONValue) -> ContentPart? {
        guard let object = payload.objectValue, object.count == 2, let type = object["type"]?.stringValue else {
            return nil
        }
        switch type {
        case "text": return object["text"]?.stringValue.map { .text($0) }
        case "refusal": return object["refusal"]?.stringValue.map { .refusal($0) }
        case "image_url":
            // Some clients send the URL as a string instead of an object.
            if let url = object["image_url"]?.stringValue { return .imageURL(url) }
            guard let image = object["image_url"]?.objectValue, let url = image["url"]?.stringValue else { return nil }
            let detail = image["detail"]?.stringValue
            guard image.count == (detail == nil ? 1 : 2) else { return nil }
            return .imageURL(url, detail: detail.map { ImageDetail(rawValue: $0) })
        case "video_url":
            guard let video = object["video_url"]?.objectValue, video.count == 1 else { return nil }
            return video["url"]?.stringValue.map { .videoURL($0) }
        case "input_audio":
            guard let audio = object["input_audio"]?.objectValue, audio.count == 2,
                let data = audio["data"]?.stringValue, let format = audio["format"]?.stringValue
            else { return nil }
            return .inputAudio(data: data, format: format)
        default: return nil
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .unknown(_, let payload): payload.write(to: &writer)
        case .text(let text):
            writer.object { writer in
                writer.field("type", "text")
                writer.field("text", text)
            }
        case .refusal(let refusal):
            writer.object { writer in
                writer.field("type", "refusal")
                writer.field("refusal", refusal)
            }
        case .imageURL(let url, let detail):
            writer.object { writer in
                writer.field("type", "image_url")
                writer.name("image_url")
                writer.object { writer in
                    writer.field("url", url)
                    writer.field("detail", detail)
                }
            }
        case .videoURL(let url):
            writer.object { writer in
                writer.field("type", "video_url")
                writer.name("video_url")
                writer.object { writer in writer.field("url", url) }
            }
        case .inputAudio(let data, let format):
            writer.object { writer in
                writer.field("type", "input_audio")
                writer.name("input_audio")
                writer.object { writer in
                    writer.field("data", data)
                    writer.field("format", format)
                }
            }
        }
    }
}
