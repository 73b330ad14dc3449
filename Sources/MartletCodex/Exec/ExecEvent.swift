import MartletAPI

/// One line of `exec --json`.
enum ExecEvent: Hashable, Sendable {
    case threadStarted(CodexThreadID)
    case turnStarted
    /// Begun, changed or done. `id` is the item's own: an item of type `web_search` has two members of that name, and the
    /// second is the provider's.
    case item(JSONValue, type: String, id: String, isComplete: Bool)
    case turnCompleted(usage: JSONValue?)
    case turnFailed(CodexFailure)
    /// A notice of another attempt, or the final error, which `turn.failed` repeats.
    case error(String)
    case unknown(String)

    /// The event of a line; nil when it is none. Names of older versions are understood.
    init?(_ line: JSONLine) {
        let value = line.value
        guard let type = value["type"]?.stringValue else { return nil }
        switch type {
        case "thread.started", "session.created":
            let id = (value["thread_id"] ?? value["session_id"])?.stringValue ?? ""
            self = .threadStarted(CodexThreadID(rawValue: id))
        case "turn.started": self = .turnStarted
        case "item.started", "item.updated", "item.completed":
            let item = value["item"] ?? .null
            guard let kind = (item["type"] ?? item["item_type"])?.stringValue else {
                self = .unknown(type)
                return
            }
            let id = (kind == "web_search" ? Self.firstID(in: line.bytes) : nil) ?? item["id"]?.stringValue ?? ""
            self = .item(
                item, type: kind == "assistant_message" ? "agent_message" : kind, id: id,
                isComplete: type == "item.completed")
        case "turn.completed": self = .turnCompleted(usage: value["usage"])
        case "turn.failed": self = .turnFailed(CodexFailure(value["error"]))
        case "error": self = .error(value["message"]?.stringValue ?? "")
        default: self = .unknown(type)
        }
    }

    /// The first `id` of the item.
    private static func firstID(in bytes: [UInt8]) -> String? {
        try? JSONReader.read(bytes) { (reader) throws(JSONError) in
            var id: String?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                guard case "item" = key, try reader.peek() == .object else {
                    try reader.skipValue()
                    continue
                }
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    if case "id" = key, id == nil, try reader.peek() == .string {
                        id = try reader.readString()
                    } else {
                        try reader.skipValue()
                    }
                }
            }
            return id
        }
    }
}
