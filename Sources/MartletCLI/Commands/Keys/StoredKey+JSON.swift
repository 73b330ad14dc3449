import MartletAPI
import MartletServer

extension StoredKey {
    /// The key as the commands print it for programs.
    var json: JSONObject {
        [
            "id": .string(id), "object": "api_key", "name": .string(name), "account": .string(account.rawValue),
            "ending": .string(ending), "created_at": .integer(createdAt),
            "revoked_at": revokedAt.map { .integer($0) } ?? .null,
        ]
    }
}
