import MartletAPI

/// Stored objects as OpenAI's clients read them: every key of its schema, `null` where there is nothing.
enum OpenAIShapes {
    /// - Parameter model: What answers for an assistant that names no model, as PixiGPT's clients make them.
    static func assistant(_ stored: StoredAssistant, model: ModelID) -> JSONValue {
        let details = stored.details
        return [
            "id": .string(stored.id.rawValue), "object": "assistant", "created_at": .integer(stored.createdAt),
            "name": orNull(stored.name), "description": details["description"] ?? .null,
            "model": .string((stored.model ?? model).rawValue), "instructions": orNull(stored.instructions),
            "tools": details["tools"] ?? [], "tool_resources": details["tool_resources"] ?? .null,
            "metadata": details["metadata"] ?? [:], "temperature": details["temperature"] ?? .null,
            "top_p": details["top_p"] ?? .null, "response_format": details["response_format"] ?? "auto",
            "reasoning_effort": details["reasoning_effort"] ?? .null,
        ]
    }

    static func thread(_ stored: StoredThread) -> JSONValue {
        [
            "id": .string(stored.id.rawValue), "object": "thread", "created_at": .integer(stored.createdAt),
            "metadata": .object(stored.metadata), "tool_resources": stored.toolResources.map { .object($0) } ?? .null,
        ]
    }

    /// - Parameter isInProgress: Whether more of it may come.
    static func message(_ stored: StoredMessage, isInProgress: Bool = false) -> JSONValue {
        let isWhole = stored.incompleteReason == nil
        let endedAt = JSONValue.integer(stored.createdAt)
        return [
            "id": .string(stored.id.rawValue), "object": "thread.message", "created_at": .integer(stored.createdAt),
            "thread_id": .string(stored.threadID.rawValue),
            "status": isInProgress ? "in_progress" : isWhole ? "completed" : "incomplete",
            "incomplete_details": stored.incompleteReason.map { ["reason": .string($0)] } ?? .null,
            "completed_at": !isInProgress && isWhole ? endedAt : .null,
            "incomplete_at": isWhole ? .null : endedAt,
            "role": .string(stored.role.rawValue), "content": .array(stored.content),
            "assistant_id": orNull(stored.assistantID?.rawValue), "run_id": orNull(stored.runID?.rawValue),
            "attachments": .array(stored.attachments.files), "metadata": .object(stored.metadata),
        ]
    }

    static func list(_ objects: [JSONValue], hasMore: Bool) -> JSONValue {
        [
            "object": "list", "data": .array(objects), "first_id": objects.first?["id"] ?? .null,
            "last_id": objects.last?["id"] ?? .null, "has_more": .bool(hasMore),
        ]
    }

    static func orNull(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    static func orNull(_ number: Int?) -> JSONValue { number.map { .integer($0) } ?? .null }
}
