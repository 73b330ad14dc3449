public import MartletAPI

/// Keeps responses, their items and their events, and hands those in the background to workers.
///
/// A response refers to the one that it continues and does not copy it. So what is deleted is gone for its owner at once,
/// while its items stay for as long as a response is there that continues it.
///
/// When a call returns, what it did survives the end of the process, however that comes.
public protocol ResponseStore: Sendable {
    /// Adds a response with its own input, and with its output if it has one.
    ///
    /// - Parameters:
    ///   - input: Each with an id that no other of them has.
    ///   - limit: How many responses of the owner may be unfinished; nil for any number.
    /// - Throws: ``PlatformError`` with 400 when the response that it continues is not there any more, and with 429 when as
    ///   many as the limit are unfinished; nothing is added then.
    func insert(_ response: StoredResponse, input: [ResponseItem], limit: Int?) async throws

    /// The response with its output; nil when there is none.
    func response(_ id: ResponseID, of owner: AccountID) async throws -> StoredResponse?

    /// A page of a response's own input; nil when there is no such response.
    ///
    /// - Throws: ``PlatformError`` with 400 when the cursor names none of them.
    func inputItems(
        of id: ResponseID, for owner: AccountID, _ page: PageQuery
    ) async throws -> StorePage<ResponseItem>?

    /// The latest items with these ids, of all responses of an owner. Those that there are not are left out.
    func items(_ ids: Set<ResponseItemID>, of owner: AccountID) async throws -> [ResponseItemID: ResponseItem]

    /// All that was said up to the end of a response: input and output of it and of those that it continues, the oldest
    /// first; nil when there is no such response.
    ///
    /// - Throws: ``PlatformError`` with 400 and the code `context_length_exceeded` when that is more than the limits allow.
    func conversation(
        through id: ResponseID, of owner: AccountID, limits: ResponseHistoryLimits
    ) async throws -> [ResponseItem]?

    /// Changes a response, with nobody else's change in between. Its output stays.
    ///
    /// - Returns: The response as it is now, without its output; nil when there is none.
    func updateResponse(
        _ id: ResponseID, of owner: AccountID, _ change: @escaping @Sendable (inout StoredResponse) throws -> Void
    ) async throws -> StoredResponse?

    /// Deletes a response.
    ///
    /// - Returns: Whether there was one.
    func deleteResponse(_ id: ResponseID, of owner: AccountID) async throws -> Bool

    /// Deletes responses that have ended and are older than this; not all at once when there are many.
    ///
    /// - Parameter time: In seconds since 1970.
    /// - Returns: How many that were; 0 when there are no more.
    func deleteResponses(createdBefore time: Int) async throws -> Int

    // MARK: In the background

    /// The events of a response that has ended, as they went over the wire; nil when none were kept.
    func responseEvents(of id: ResponseID, for owner: AccountID) async throws -> [UInt8]?

    /// Puts what was under way when the process ended back in the queue. To be called once, before any worker claims.
    ///
    /// - Returns: How many responses that were.
    func requeueInterruptedResponses() async throws -> Int

    /// Takes up the oldest response that is queued; nil when there is none.
    func claimResponse(limits: ResponseHistoryLimits) async throws -> ClaimedResponse?

    /// Ends the part of a worker in a response: all of it or nothing.
    ///
    /// - Parameters:
    ///   - response: As it is to be from now on: ended, or queued again. Its attempt is that of the claim.
    ///   - events: What its stream was, to be kept with it.
    /// - Returns: Whether it is so now; otherwise the response is not the worker's any more: it was cancelled or deleted.
    func finishResponse(_ response: StoredResponse, events: [UInt8]?) async throws -> Bool
}

extension ResponseStore {
    /// Adds a response, however many are unfinished.
    public func insert(_ response: StoredResponse, input: [ResponseItem]) async throws {
        try await insert(response, input: input, limit: nil)
    }
}
