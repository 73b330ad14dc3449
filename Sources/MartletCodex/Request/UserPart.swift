import MartletAPI

/// One part of what a user says.
enum UserPart: Hashable, Sendable {
    case text(String)
    case image(url: String, detail: String?)

    /// The part as the Responses API has it.
    var item: JSONValue {
        switch self {
        case .text(let text): return ["type": "input_text", "text": .string(text)]
        case .image(let url, let detail):
            var object: JSONObject = ["type": "input_image", "image_url": .string(url)]
            object["detail"] = detail.map { .string($0) }
            return .object(object)
        }
    }
}
