import MartletAPI

extension CodexProvider {
    /// The provider as Codex's configuration has it. Codex makes no attempts of its own again: it would repeat text that
    /// was handed out, and a wrong key would take it six of them.
    var configuration: JSONObject {
        var object: JSONObject = ["name": .string(id), "base_url": .string(baseURL), "wire_api": "responses"]
        object["env_key"] = keyVariable.map { .string($0) }
        if !headers.isEmpty { object["http_headers"] = Self.table(headers) }
        if !query.isEmpty { object["query_params"] = Self.table(query) }
        object["request_max_retries"] = 0
        object["stream_max_retries"] = 0
        object["stream_idle_timeout_ms"] = .integer(idleTimeout.milliseconds)
        return object
    }

    private static func table(_ members: [String: String]) -> JSONValue {
        .object(JSONObject(members.sorted { $0.key < $1.key }.map { (key: $0.key, value: .string($0.value)) }))
    }

    /// The overrides that make Codex use the provider.
    var overrides: JSONObject {
        ["model_providers.\(id)": .object(configuration), "model_provider": .string(id)]
    }

    /// What Codex calls its own providers; these names cannot be given to others.
    static let reservedIDs: Set = ["openai", "oss", "ollama", "lmstudio", "amazon-bedrock", "azure"]
}
