import MartletAPI

/// A request that is one turn of a conversation.
struct ConversationTurn: Sendable {
    /// The conversation's thread.
    let thread: ConversationThread
    /// What the thread has not been told yet; the request has everything.
    let new: [ChatMessage]
}
