public import MartletAPI

/// A model that Codex knows. Whether the provider serves it is another question.
public struct CodexModel: Hashable, Sendable {
    /// What a request names it by.
    public var id: ModelID
    /// Its name for people.
    public var displayName: String?
    /// What it is good for.
    public var summary: String?
    /// Whether pickers leave it out.
    public var isHidden: Bool
    /// Whether Codex takes it when a request names none.
    public var isDefault: Bool
    /// The values of `reasoning_effort` that it takes.
    public var reasoningEfforts: [ReasoningEffort]
    /// The effort that it makes when none is asked for.
    public var defaultReasoningEffort: ReasoningEffort?
    /// What it can be given: `text`, `image`.
    public var inputModalities: [String]
    /// Everything that Codex says of it.
    public var payload: JSONObject

    /// The model that an entry of `model/list` is; nil without a name.
    init?(_ value: JSONValue) {
        guard let payload = value.objectValue,
            let id = (payload["model"] ?? payload["id"])?.stringValue, !id.isEmpty
        else { return nil }
        self.id = ModelID(rawValue: id)
        displayName = payload["displayName"]?.stringValue
        summary = payload["description"]?.stringValue
        isHidden = payload["hidden"]?.boolValue ?? false
        isDefault = payload["isDefault"]?.boolValue ?? false
        reasoningEfforts = (payload["supportedReasoningEfforts"]?.arrayValue ?? []).compactMap { effort in
            (effort["reasoningEffort"] ?? effort).stringValue.map { ReasoningEffort(rawValue: $0) }
        }
        defaultReasoningEffort = payload["defaultReasoningEffort"]?.stringValue.map { ReasoningEffort(rawValue: $0) }
        inputModalities = (payload["inputModalities"]?.arrayValue ?? []).compactMap(\.stringValue)
        self.payload = payload
    }
}
