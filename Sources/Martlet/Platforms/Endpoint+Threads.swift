extension Endpoint {
    /// `/assistants`.
    public static let assistants = Endpoint(.root, "assistants")
    /// `/assistants/{id}`.
    public static func assistant(_ id: String) -> Endpoint { Endpoint(.root, "assistants", id) }
    /// `/assistants/{id}/threads`.
    public static func assistantThreads(_ id: String) -> Endpoint { Endpoint(.root, "assistants", id, "threads") }

    /// `/threads`.
    public static let threads = Endpoint(.root, "threads")
    /// `/threads/{id}`.
    public static func thread(_ id: String) -> Endpoint { Endpoint(.root, "threads", id) }

    /// `/threads/{id}/messages`.
    public static func threadMessages(_ thread: String) -> Endpoint { Endpoint(.root, "threads", thread, "messages") }
    /// `/threads/{id}/messages/bulk`.
    public static func threadMessagesBulk(_ thread: String) -> Endpoint {
        Endpoint(.root, "threads", thread, "messages", "bulk")
    }

    /// `/threads/{id}/runs`.
    public static func threadRuns(_ thread: String) -> Endpoint { Endpoint(.root, "threads", thread, "runs") }
    /// `/threads/{id}/runs/{id}`.
    public static func threadRun(_ thread: String, _ id: String) -> Endpoint {
        Endpoint(.root, "threads", thread, "runs", id)
    }
    /// `/threads/{id}/runs/{id}/cancel`.
    public static func threadRunCancel(_ thread: String, _ id: String) -> Endpoint {
        Endpoint(.root, "threads", thread, "runs", id, "cancel")
    }
}
