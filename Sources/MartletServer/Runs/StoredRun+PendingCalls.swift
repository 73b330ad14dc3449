import MartletAPI

extension StoredRun {
    /// The calls of the last round whose outputs the client is to send.
    var pendingCalls: [ToolCall] {
        guard let position = rounds.lastIndex(where: { $0.role == .assistant }) else { return [] }
        let answered = Set(rounds[position...].compactMap(\.toolCallID))
        return (rounds[position].toolCalls ?? []).filter { !answered.contains($0.id) }
    }
}
