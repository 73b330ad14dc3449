public import MartletAPI

/// Keeps assistants. Whoever asks with another owner than an assistant's does not find it.
///
/// When a call returns, what it did survives the end of the process, however that comes.
public protocol AssistantStore: Sendable {
    /// Adds an assistant.
    func insert(_ assistant: StoredAssistant) async throws

    /// The assistant; nil when there is none.
    func assistant(_ id: AssistantID, of owner: AccountID) async throws -> StoredAssistant?

    /// A page of an owner's assistants.
    ///
    /// - Throws: ``PlatformError`` with 400 when the cursor names none of them.
    func assistants(of owner: AccountID, _ page: PageQuery) async throws -> StorePage<StoredAssistant>

    /// Changes an assistant, with nobody else's change in between.
    ///
    /// - Returns: The assistant as it is now; nil when there is none.
    func updateAssistant(
        _ id: AssistantID, of owner: AccountID, _ change: @escaping @Sendable (inout StoredAssistant) throws -> Void
    ) async throws -> StoredAssistant?

    /// Deletes an assistant. Its threads and runs stay.
    ///
    /// - Returns: Whether there was one.
    func deleteAssistant(_ id: AssistantID, of owner: AccountID) async throws -> Bool
}
