public import MartletAPI

/// Keeps threads and their messages. Whoever asks with another owner than a thread's does not find it.
///
/// When a call returns, what it did survives the end of the process, however that comes.
public protocol ThreadStore: Sendable {
    /// Adds a thread with its first messages: all of it or nothing.
    func insert(_ thread: StoredThread, messages: [StoredMessage]) async throws

    /// The thread; nil when there is none.
    func thread(_ id: ThreadID, of owner: AccountID) async throws -> StoredThread?

    /// A page of an owner's threads.
    ///
    /// - Parameter assistant: Only threads with a run of this assistant.
    /// - Throws: ``PlatformError`` with 400 when the cursor names none of them.
    func threads(
        of owner: AccountID, answeredBy assistant: AssistantID?, _ page: PageQuery
    ) async throws -> StorePage<StoredThread>

    /// Changes a thread, with nobody else's change in between.
    ///
    /// - Returns: The thread as it is now; nil when there is none.
    func updateThread(
        _ id: ThreadID, of owner: AccountID, _ change: @escaping @Sendable (inout StoredThread) throws -> Void
    ) async throws -> StoredThread?

    /// Deletes a thread with its messages and runs.
    ///
    /// - Returns: Whether there was one.
    func deleteThread(_ id: ThreadID, of owner: AccountID) async throws -> Bool

    /// Adds messages at the end of a thread, in their order: all of them or none.
    ///
    /// - Returns: Whether there is such a thread.
    func append(_ messages: [StoredMessage], to thread: ThreadID, of owner: AccountID) async throws -> Bool

    /// The message; nil when there is none.
    func message(_ id: MessageID, in thread: ThreadID, of owner: AccountID) async throws -> StoredMessage?

    /// A page of a thread's messages; nil when there is no such thread.
    ///
    /// - Parameter run: Only messages of this run.
    /// - Throws: ``PlatformError`` with 400 when the cursor names none of them.
    func messages(
        in thread: ThreadID, of owner: AccountID, answeredBy run: RunID?, _ page: PageQuery
    ) async throws -> StorePage<StoredMessage>?

    /// Changes a message, with nobody else's change in between.
    ///
    /// - Returns: The message as it is now; nil when there is none.
    func updateMessage(
        _ id: MessageID, in thread: ThreadID, of owner: AccountID,
        _ change: @escaping @Sendable (inout StoredMessage) throws -> Void
    ) async throws -> StoredMessage?

    /// Deletes a message.
    ///
    /// - Returns: Whether there was one.
    func deleteMessage(_ id: MessageID, in thread: ThreadID, of owner: AccountID) async throws -> Bool
}
