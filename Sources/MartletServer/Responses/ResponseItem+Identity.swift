import MartletAPI

extension ResponseItem {
    /// What the ids of such items begin with.
    var idPrefix: String {
        switch self {
        case .message: "msg"
        case .functionCall: "fc"
        case .functionCallOutput: "fco"
        case .reasoning: "rs"
        case .customToolCall: "ctc"
        case .customToolCallOutput: "ctco"
        case .localShellCall: "lsh"
        case .localShellCallOutput: "lsho"
        case .itemReference, .unknown: "item"
        }
    }

    /// The item with another id.
    func identified(by id: ResponseItemID) -> ResponseItem {
        switch self {
        case .message(var item):
            item.id = id
            return .message(item)
        case .functionCall(var item):
            item.id = id
            return .functionCall(item)
        case .functionCallOutput(var item):
            item.id = id
            return .functionCallOutput(item)
        case .reasoning(var item):
            item.id = id
            return .reasoning(item)
        case .customToolCall(var item):
            item.id = id
            return .customToolCall(item)
        case .customToolCallOutput(var item):
            item.id = id
            return .customToolCallOutput(item)
        case .localShellCall(var item):
            item.id = id
            return .localShellCall(item)
        case .localShellCallOutput(var item):
            item.id = id
            return .localShellCallOutput(item)
        case .itemReference: return .itemReference(id)
        case .unknown(let type, .object(var payload)):
            payload["id"] = .string(id.rawValue)
            return .unknown(type: type, payload: .object(payload))
        case .unknown: return self
        }
    }
}
