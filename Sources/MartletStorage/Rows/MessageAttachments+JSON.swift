import MartletAPI
import MartletServer

extension MessageAttachments {
    init(_ object: JSONObject) {
        func list(_ key: String) -> [JSONObject] { object[key]?.arrayValue?.compactMap(\.objectValue) ?? [] }
        self.init(sources: list("sources"), media: list("media"), code: list("code"))
    }

    var json: JSONObject {
        func list(_ objects: [JSONObject]) -> JSONValue { .array(objects.map { .object($0) }) }
        return ["sources": list(sources), "media": list(media), "code": list(code)]
    }
}
