import MartletAPI

/// Sees to it that every tool call of a conversation has an identifier of its own, so that its answer can name it.
struct ToolCallIdentifiers: Sendable {
    private var used: Set<ToolCallID>
    private var last = 0

    /// - Parameter history: What was said before.
    init(_ history: [ChatMessage]) {
        used = Set(history.lazy.compactMap(\.toolCalls).joined().map(\.id))
    }

    /// The calls of one answer. One without an identifier, or with that of another call of the same answer, gets
    /// `call_N`. One that a platform uses again in a later answer keeps it: the answers stand between them.
    mutating func complete(_ calls: [ToolCall]) -> [ToolCall] {
        var seen: Set<ToolCallID> = []
        let completed = calls.map { call in
            var call = call
            if call.id.rawValue.isEmpty || seen.contains(call.id) { call.id = new(besides: seen) }
            seen.insert(call.id)
            return call
        }
        used.formUnion(seen)
        return completed
    }

    private mutating func new(besides seen: Set<ToolCallID>) -> ToolCallID {
        while true {
            last += 1
            let id = ToolCallID(rawValue: "call_\(last)")
            if !used.contains(id), !seen.contains(id) { return id }
        }
    }
}
