import MartletAPI

/// A thread that was started, resumed or forked.
struct ThreadAnswer: RPCAnswer, Hashable {
    var threadID: CodexThreadID
    /// The model that answers: the one asked for, or Codex's own choice.
    var model: ModelID?
    var modelProvider: String?
    var workingDirectory: String?
    var reasoningEffort: String?
    /// The version of Codex, when the thread names it.
    var codexVersion: String?

    init(result: JSONValue) throws(JSONError) {
        guard let id = result["thread"]?["id"]?.stringValue, !id.isEmpty else {
            throw JSONError(code: .missingField, message: "'thread.id' is required")
        }
        threadID = CodexThreadID(rawValue: id)
        model = result["model"]?.stringValue.map { ModelID(rawValue: $0) }
        modelProvider = result["modelProvider"]?.stringValue
        workingDirectory = result["cwd"]?.stringValue
        reasoningEffort = result["reasoningEffort"]?.stringValue
        codexVersion = result["thread"]?["cliVersion"]?.stringValue
    }
}
