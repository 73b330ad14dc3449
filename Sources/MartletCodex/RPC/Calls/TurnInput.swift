import MartletAPI

/// One part of what a turn is started with.
enum TurnInput: Hashable, Sendable {
    case text(String)
    /// An `http`, `https` or `data` URL.
    case image(url: String, detail: String?)
    case localImage(path: String, detail: String?)

    var json: JSONValue {
        switch self {
        case .text(let text): ["type": "text", "text": .string(text)]
        case .image(let url, let detail): Self.image("image", "url", url, detail)
        case .localImage(let path, let detail): Self.image("localImage", "path", path, detail)
        }
    }

    private static func image(_ type: String, _ key: String, _ place: String, _ detail: String?) -> JSONValue {
        var object: JSONObject = ["type": .string(type), key: .string(place)]
        object["detail"] = detail.map { .string($0) }
        return .object(object)
    }
}
