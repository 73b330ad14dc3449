public import MartletAPI

/// One request to a ``ScriptedResponsesServer``.
public struct ScriptedResponsesRequest: Sendable {
    /// The request as it came.
    public let http: FaultRequest
    /// Its body; `null` when it is not JSON.
    public let body: JSONValue

    init(_ http: FaultRequest) {
        self.http = http
        body = (try? JSONValue(json: http.body)) ?? .null
    }

    /// The key of the `Authorization` header, without `Bearer`.
    public var apiKey: String? {
        guard let value = http.header("authorization"), value.hasPrefix("Bearer ") else { return nil }
        return String(value.dropFirst("Bearer ".count))
    }

    /// The model that is asked.
    public var model: String? { body["model"]?.stringValue }

    /// The names of the tools on offer. One without a name is there by its type.
    public var toolNames: [String] {
        (body["tools"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue ?? $0["type"]?.stringValue }
    }

    /// The items of the input.
    public var input: [JSONValue] { body["input"]?.arrayValue ?? [] }

    /// The texts of the messages in the input, each with its role.
    public var messages: [(role: String, text: String)] {
        input.compactMap { item in
            guard let role = item["role"]?.stringValue else { return nil }
            let parts = item["content"]?.arrayValue?.compactMap { $0["text"]?.stringValue } ?? []
            return (role, item["content"]?.stringValue ?? parts.joined())
        }
    }

    /// What calls gave, in order: the outputs of functions and of custom tools. An output of parts is their texts.
    public var outputs: [String] {
        input.compactMap { item in
            guard item["type"]?.stringValue?.hasSuffix("_call_output") == true else { return nil }
            let parts = item["output"]?.arrayValue?.compactMap { $0["text"]?.stringValue } ?? []
            return item["output"]?.stringValue ?? parts.joined()
        }
    }

    /// The call that runs a command with the shell tool of this request.
    func shellCall(_ command: String, justification: String? = nil) -> (name: String, arguments: JSONValue) {
        let names = Set(toolNames)
        var arguments: JSONObject
        let name: String
        if names.contains("exec_command") {
            (name, arguments) = ("exec_command", ["cmd": .string(command)])
        } else if names.contains("shell_command") || !names.contains("shell") {
            (name, arguments) = ("shell_command", ["command": .string(command)])
        } else {
            (name, arguments) = ("shell", ["command": ["bash", "-lc", .string(command)]])
        }
        if let justification {
            arguments["sandbox_permissions"] = "require_escalated"
            arguments["justification"] = .string(justification)
        }
        return (name, .object(arguments))
    }
}
