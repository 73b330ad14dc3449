import MartletAPI

/// Asks whether and how Codex is logged in.
struct AccountReadCall: RPCCall {
    var method: String { "account/read" }
    var params: JSONObject { [:] }

    struct Answer: RPCAnswer, Hashable {
        /// `apiKey`, `chatgpt`, …; nil when nobody is logged in.
        var accountType: String?
        var email: String?
        var plan: String?
        /// Whether the configured provider needs a login of OpenAI.
        var requiresLogin: Bool

        init(result: JSONValue) {
            accountType = result["account"]?["type"]?.stringValue
            email = result["account"]?["email"]?.stringValue
            plan = result["account"]?["planType"]?.stringValue
            requiresLogin = result["requiresOpenaiAuth"]?.boolValue ?? false
        }
    }
}
