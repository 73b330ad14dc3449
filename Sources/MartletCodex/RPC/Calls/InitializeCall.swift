import MartletAPI

/// The first request of a connection: who we are and what we can take.
struct InitializeCall: RPCCall {
    /// How we call ourselves: letters, digits, `-` and `_`. Part of the user agent of Codex's own requests.
    var clientName: String
    var clientVersion: String
    /// Notifications, by their exact names, that the app-server need not send.
    var silenced: [String] = InitializeCall.noise

    /// News that no turn needs.
    static let noise = [
        "account/rateLimits/updated", "account/updated", "app/list/updated", "fs/changed", "hook/completed",
        "hook/started", "mcpServer/startupStatus/updated", "remoteControl/status/changed", "skills/changed",
        "thread/name/updated", "thread/settings/updated", "turn/moderationMetadata",
    ]

    var method: String { "initialize" }
    var params: JSONObject {
        [
            "clientInfo": ["name": .string(clientName), "title": nil, "version": .string(clientVersion)],
            "capabilities": [
                "experimentalApi": true, "requestAttestation": false,
                "optOutNotificationMethods": .array(silenced.map { .string($0) }),
            ],
        ]
    }

    /// The notification that follows the answer.
    static let initializedLine = Array("{\"method\":\"initialized\"}\n".utf8)

    struct Answer: RPCAnswer, Hashable {
        /// `NAME/VERSION (…)`: our name and the version of Codex.
        var userAgent: String?
        var codexHome: String?

        init(result: JSONValue) {
            userAgent = result["userAgent"]?.stringValue
            codexHome = result["codexHome"]?.stringValue
        }

        /// The version of Codex: what stands between the first `/` and the space behind it.
        var codexVersion: String? {
            userAgent.flatMap { agent in
                agent.split(separator: "/", maxSplits: 1).dropFirst().first?.prefix { $0 != " " }.description
            }
        }
    }
}
